/*
 * All harts at once: they count with atomic operations, with load reserved and store conditional,
 * and under a spin lock, and hand a token around by software interrupts.
 */
#include "arguments.h"
#include "clint.h"
#include "console.h"
#include "random.h"
#include "runtime.h"
#include "trap.h"

#define MAX_HARTS 8

const char guest_name[] = "harts";

static uint64_t rounds = 8;
static uint64_t count = 1000;

static const struct argument arguments[] = {
    {"rounds", &rounds, 0, UINT64_MAX, NULL},
    {"count", &count, 1, 1000000000, NULL},
    ARGUMENT_CONSOLE,
};

/* Apart, so that reservations do not break each other more than the test wants. */
static struct {
    uint64_t value __attribute__((aligned(64)));
} atomic, conditional, locked, tokens, arrived, generation, tokens_for[MAX_HARTS];

static uint32_t lock __attribute__((aligned(64)));

static void add_atomic(uint64_t *word, uint64_t value) {
    __atomic_fetch_add(word, value, __ATOMIC_SEQ_CST);
}

static void add_conditional(uint64_t *word, uint64_t value) {
    uint64_t sum;
    uint64_t failed;
    do {
        __asm__ volatile("lr.d.aqrl %0, (%2)\n\tadd %0, %0, %3\n\tsc.d.aqrl %1, %0, (%2)"
                         : "=&r"(sum), "=&r"(failed)
                         : "r"(word), "r"(value)
                         : "memory");
    } while (failed != 0);
}

static void add_locked(uint64_t *word, uint64_t value) {
    while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE) != 0) {
    }
    *word += value;
    __atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
}

static uint64_t look(const uint64_t *word) { return __atomic_load_n(word, __ATOMIC_SEQ_CST); }

static void meet(void) {
    uint64_t before = look(&generation.value);
    if (__atomic_add_fetch(&arrived.value, 1, __ATOMIC_SEQ_CST) == machine.harts) {
        arrived.value = 0;
        add_atomic(&generation.value, 1);
    } else {
        while (look(&generation.value) == before) {
        }
    }
}

/* Tokens are counted in main storage: the interrupt that released this hart is none. */
static void take_token(void) {
    unsigned hart = hart_id();
    clint_clear(hart);
    add_atomic(&tokens.value, __atomic_exchange_n(&tokens_for[hart].value, 0, __ATOMIC_SEQ_CST));
}

static void hand_token_on(unsigned hart) {
    unsigned next = (hart + 1) % machine.harts;
    add_atomic(&tokens_for[next].value, 1);
    clint_send(next);
}

static bool report(uint64_t round) {
    uint64_t expected = round * count * machine.harts;
    bool good = atomic.value == expected && conditional.value == expected
                && locked.value == expected && tokens.value == round * machine.harts;
    uint64_t digest = digest_word(DIGEST_START, atomic.value);
    digest = digest_word(digest, conditional.value);
    digest = digest_word(digest, locked.value);
    digest = digest_word(digest, tokens.value);
    print("harts %06lu of %u digest %016lx counters %s\n", round, machine.harts, digest,
          good ? "ok" : "BROKEN");
    return good;
}

static bool work(unsigned hart) {
    bool good = true;
    trap_handler(MACHINE_SOFTWARE, take_token);
    interrupts_on();
    for (uint64_t round = 1; rounds == 0 || round <= rounds; round++) {
        meet();
        for (uint64_t i = 0; i < count; i++) {
            add_atomic(&atomic.value, 1);
            add_conditional(&conditional.value, 1);
            add_locked(&locked.value, 1);
        }
        hand_token_on(hart);
        while (look(&tokens.value) != round * machine.harts) {
        }
        meet();
        if (hart == 0) {
            good &= report(round);
        }
    }
    return good;
}

void guest_hart_main(unsigned hart) { work(hart); }

void guest_main(void) {
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    if (machine.harts > MAX_HARTS) {
        machine.harts = MAX_HARTS;
    }
    print("harts: %u harts, %lu rounds of %lu\n", machine.harts, rounds, count);
    release_harts();
    finish(work(0) ? 0 : 1);
}
