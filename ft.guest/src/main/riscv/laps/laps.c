/*
 * Runs laps of one kind of work and tells of each what it computed and how many instructions it
 * took, so that whoever reads the console with a clock knows how fast the machine is.
 */
#include "arguments.h"
#include "console.h"
#include "runtime.h"
#include "work.h"

const char guest_name[] = "laps";

static const struct work works[] = {
    {"mix", NULL, mix_lap},
    {"matrix", matrix_begin, matrix_lap},
    {"crc", NULL, crc_lap},
    {"calls", NULL, calls_lap},
    {"switch", machine_begin, machine_lap},
    {"chase", chase_begin, chase_lap},
    {"sieve", NULL, sieve_lap},
    {"copy", copy_begin, copy_lap},
    {"nbody", bodies_begin, bodies_lap},
    {"linear", linear_begin, linear_lap},
    {"atomic", NULL, atomic_lap},
    {"traps", NULL, traps_lap},
    {"paging", paging_begin, paging_lap},
    {"io", NULL, io_lap},
};

#define WORKS (sizeof works / sizeof works[0])

static const char *names[WORKS + 1];
static uint64_t chosen;
static uint64_t laps = 10;

static const struct argument arguments[] = {
    {"work", &chosen, 0, WORKS - 1, names},
    {"laps", &laps, 0, UINT64_MAX, NULL},
    {"every", &io_every, 10, 10000000, NULL},
    ARGUMENT_CONSOLE,
};

static uint64_t retired(void) {
    uint64_t count;
    __asm__ volatile("csrr %0, minstret" : "=r"(count));
    return count;
}

void guest_main(void) {
    for (unsigned i = 0; i < WORKS; i++) {
        names[i] = works[i].name;
    }
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    const struct work *work = &works[chosen];
    if (work->begin != NULL) {
        work->begin();
    }
    print("laps of %s\n", work->name);
    for (uint64_t lap = 1; laps == 0 || lap <= laps; lap++) {
        uint64_t before = retired();
        uint64_t digest = work->lap();
        print("lap %06lu digest %016lx instructions %lu\n", lap, digest, retired() - before);
    }
}
