/*
 * A transactional workload: transfers between accounts in main storage, a journal on the disks of
 * both IO subsystems, a timer that interrupts, a digest of it all on the console.
 *
 * What is printed, lines of the mirror apart, is a function of the arguments: neither time nor the
 * disks enter into it.
 */
#include "arguments.h"
#include "bank.h"
#include "board.h"
#include "clint.h"
#include "console.h"
#include "journal.h"
#include "mirror.h"
#include "random.h"
#include "runtime.h"
#include "trap.h"

#define MAX_AMOUNT 1000
#define COMPUTE_ROUNDS 8
#define CLERK_DAYS 512

const char guest_name[] = "ledger";

static uint64_t working_set = 1024;
static uint64_t rate = 50;
static uint64_t steps = 64;
static uint64_t seed = 1;
static uint64_t transactions;
static uint64_t report_period = 1000;
static uint64_t tick_us = 1000;
static uint64_t group_size = 60;
static uint64_t journal_kib = 256;
static uint64_t probe = 16;
static uint64_t limit_ms = 100;
static uint64_t disks = 2;
static uint64_t bases[MIRROR_LEGS] = {DISK_BASE, DISK_BASE + IO_WINDOW};
static uint64_t sources[MIRROR_LEGS] = {DISK_SOURCE, DISK_SOURCE + IO_SOURCES};

static const char *const disk_words[] = {"0", "1", "both", "none", NULL};
static const bool disk_wanted[][MIRROR_LEGS] = {
    {true, false}, {false, true}, {true, true}, {false, false}};

static const struct argument arguments[] = {
    {"ws", &working_set, 4, 64ul << 20, NULL},
    {"rate", &rate, 0, 100, NULL},
    {"steps", &steps, 1, 1000000, NULL},
    {"seed", &seed, 0, UINT64_MAX, NULL},
    {"tx", &transactions, 0, UINT64_MAX, NULL},
    {"report", &report_period, 1, UINT64_MAX, NULL},
    {"tick", &tick_us, 50, 1000000, NULL},
    {"group", &group_size, 1, JOURNAL_MAX_GROUP, NULL},
    {"journal", &journal_kib, 4, 1 << 20, NULL},
    {"probe", &probe, 1, 1 << 20, NULL},
    {"limit", &limit_ms, 1, 1 << 20, NULL},
    {"disks", &disks, 0, 3, disk_words},
    {"disk0", &bases[0], 0, UINT32_MAX, NULL},
    {"disk1", &bases[1], 0, UINT32_MAX, NULL},
    {"source0", &sources[0], 1, PLIC_SOURCES, NULL},
    {"source1", &sources[1], 1, PLIC_SOURCES, NULL},
    ARGUMENT_CONSOLE,
};

/* What the work has come to; goes into the digest. */
static struct {
    volatile uint64_t transactions;
    uint64_t transfers;
    uint64_t computations;
    uint64_t work;
} done;

/*
 * The clerk books in the timer interrupt how much was done since the last one. How much falls into
 * a day depends on time and is not printed; that nothing is lost between the days is checked.
 */
static struct {
    uint64_t days;
    uint64_t booked;
    uint64_t seen;
    uint64_t busiest;
    uint64_t book[CLERK_DAYS];
} clerk;

static uint64_t random_state;
static bool all_well = true;

static void clerk_books(void) {
    uint64_t now = done.transactions;
    uint64_t today = now - clerk.seen;
    clerk.seen = now;
    clerk.booked += today;
    clerk.busiest = today > clerk.busiest ? today : clerk.busiest;
    clerk.book[clerk.days % CLERK_DAYS] = today;
    clerk.days++;
}

static bool clerk_agrees(void) {
    bool on = interrupts_off();
    bool agrees = clerk.booked + (done.transactions - clerk.seen) == done.transactions;
    interrupts_set(on);
    return agrees;
}

static uint64_t compute(uint64_t value) {
    for (unsigned round = 0; round < COMPUTE_ROUNDS; round++) {
        value = random_mix(value + round);
    }
    return value;
}

static uint64_t transfer(uint64_t transaction, struct journal_entry *entry) {
    entry->from = (uint32_t)random_below(&random_state, bank_accounts());
    entry->to = (uint32_t)random_below(&random_state, bank_accounts());
    entry->amount = bank_transfer(transaction, entry->from, entry->to,
                                  random_below(&random_state, MAX_AMOUNT));
    done.transfers++;
    return entry->amount;
}

/* One transfer for the journal; of the other steps, `rate` percent store and the rest compute. */
static void transact(uint64_t transaction) {
    struct journal_entry entry = {.transaction = transaction};
    struct journal_entry fee;
    uint64_t work = transfer(transaction, &entry);
    for (uint64_t step = 1; step < steps; step++) {
        if (random_below(&random_state, 100) < rate) {
            work += transfer(transaction, &fee);
        } else {
            work = compute(work ^ transaction);
            done.computations++;
        }
    }
    entry.work = work;
    done.work = digest_word(done.work, work);
    journal_append(&entry);
    done.transactions = transaction;
}

static void report(const char *what) {
    struct bank_statement statement = bank_audit();
    uint64_t digest = digest_word(statement.digest, done.transactions);
    digest = digest_word(digest, done.transfers);
    digest = digest_word(digest, done.computations);
    digest = digest_word(digest, done.work);
    print("ledger %s%06lu digest %016lx balance %s\n", what, done.transactions, digest,
          statement.balance_ok ? "ok" : "BROKEN");
    if (statement.broken > 0) {
        print("ledger: %lu accounts BROKEN\n", statement.broken);
    }
    if (!clerk_agrees()) {
        print("ledger: books BROKEN\n");
    }
    all_well &= statement.balance_ok && statement.broken == 0 && clerk_agrees();
}

static void open_journal(void) {
    struct mirror_plan plan = {
        .group_sectors = journal_open((uint32_t)group_size, seed),
        .probe = probe,
        .limit = limit_ms * TICKS_PER_MS,
        .seed = seed,
    };
    plan.slots = journal_kib * 1024 / SECTOR_SIZE / plan.group_sectors;
    if (plan.slots < 2) {
        plan.slots = 2;
    }
    for (unsigned i = 0; i < MIRROR_LEGS; i++) {
        plan.legs[i].wanted = disk_wanted[disks][i];
        plan.legs[i].base = bases[i];
        plan.legs[i].source = (unsigned)sources[i];
    }
    mirror_start(&plan);
}

void guest_main(void) {
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    random_state = seed;
    if (!bank_open(working_set * 1024, seed)) {
        print("ledger: ws=%lu does not fit into main storage, which has %lu KiB left\n",
              working_set, free_bytes() / 1024);
        finish(1);
    }
    print("ledger: %u accounts in %lu KiB, rate %lu, steps %lu, seed %lu\n", bank_accounts(),
          working_set, rate, steps, seed);
    clint_timer(tick_us * TICKS_PER_US, clerk_books);
    interrupts_on();
    open_journal();
    for (uint64_t transaction = 1; transactions == 0 || transaction <= transactions;
         transaction++) {
        transact(transaction);
        if (transaction % report_period == 0) {
            mirror_settle();
            report("");
        }
    }
    journal_flush();
    all_well &= mirror_verify(journal_groups());
    report("done ");
    finish(all_well ? 0 : 1);
}
