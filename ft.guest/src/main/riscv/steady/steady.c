/*
 * Writes pages of main storage at a constant rate, whatever the size of main storage: what a
 * comparison of copy strategies needs.
 *
 * First it writes every cache line of what it fills, so that no page is as it was after power on.
 * Then it writes one word in each of some pages every 100 us of guest time, and computes in between.
 * The hot pages lie scattered, so that no order of copying is favoured.
 */
#include "arguments.h"
#include "board.h"
#include "clint.h"
#include "console.h"
#include "random.h"
#include "runtime.h"

#define PAGE 4096u
#define PAGE_WORDS 512u
#define LINE_WORDS 8u
#define BURSTS_PER_SECOND 10000u
#define BURST_TICKS (100 * TICKS_PER_US)
/* Of what is free some is left, for what the linker and the loader put at the end. */
#define SPARE (64ul << 10)
/* Turns of the computation between two looks at the clock. */
#define TURNS 64u
#define PERCENT 100u

const char guest_name[] = "steady";

static uint64_t fill;
static uint64_t rate = 20000;
static uint64_t hot = 80;
static uint64_t part = 20;
static uint64_t seed = 1;
static uint64_t seconds;
static uint64_t report = 1000;

static const struct argument arguments[] = {
    {"fill", &fill, 0, 64ul << 20, NULL},
    {"rate", &rate, 0, 100000000, NULL},
    {"hot", &hot, 0, PERCENT, NULL},
    {"part", &part, 1, PERCENT, NULL},
    {"seed", &seed, 0, UINT64_MAX, NULL},
    {"seconds", &seconds, 0, UINT64_MAX, NULL},
    {"report", &report, 1, 1000000000, NULL},
    ARGUMENT_CONSOLE,
};

static uint64_t random_state;
static uint64_t *words;
static uint32_t pages;
static uint64_t written;
static uint64_t digest = DIGEST_START;

static bool fill_pages(void) {
    size_t bytes = fill == 0 ? free_bytes() - SPARE : fill << 10;
    pages = (uint32_t)(bytes / PAGE);
    words = take_pages((size_t)pages * PAGE);
    if (words == NULL || pages == 0) {
        return false;
    }
    uint64_t count = (uint64_t)pages * PAGE_WORDS;
    for (uint64_t word = 0; word < count; word += LINE_WORDS) {
        words[word] = seed + word;
    }
    return true;
}

/* So many percent of the writes go to so many percent of the pages. */
static uint32_t choose(void) {
    uint32_t stride = (uint32_t)(PERCENT / part);
    if (random_below(&random_state, PERCENT) < hot) {
        uint32_t among = pages / stride;
        return among == 0 ? 0 : (uint32_t)random_below(&random_state, among) * stride;
    }
    return (uint32_t)random_below(&random_state, pages);
}

static void burst(uint64_t number) {
    uint64_t due = (number + 1) * rate / BURSTS_PER_SECOND;
    for (; written < due; written++) {
        uint64_t word = (uint64_t)choose() * PAGE_WORDS + random_below(&random_state, PAGE_WORDS);
        digest = digest_word(digest, words[word]);
        words[word] = random_next(&random_state);
    }
}

/* Keeps the hart busy until then; what comes out depends on time, so nobody is told. */
static void compute_until(uint64_t tick) {
    uint64_t value = seed;
    while (clint_now() < tick) {
        for (unsigned turn = 0; turn < TURNS; turn++) {
            value = random_mix(value + turn);
        }
        __asm__ volatile("" : : "r"(value));
    }
}

void guest_main(void) {
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    random_state = seed;
    if (!fill_pages()) {
        print("steady: fill=%lu does not fit into main storage\n", fill);
        finish(1);
    }
    print("steady: %lu KiB filled, %lu page writes a second\n", (uint64_t)pages * PAGE >> 10, rate);
    uint64_t next = clint_now();
    uint64_t period = report * BURSTS_PER_SECOND / 1000;
    for (uint64_t number = 0; seconds == 0 || number < seconds * BURSTS_PER_SECOND; number++) {
        burst(number);
        if ((number + 1) % period == 0) {
            print("steady %06lu ms writes %lu digest %016lx\n",
                  (number + 1) * 1000 / BURSTS_PER_SECOND, written, digest);
        }
        next += BURST_TICKS;
        compute_until(next);
    }
    finish(0);
}
