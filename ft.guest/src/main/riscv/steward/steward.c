/*
 * Brings the server in step from inside: looks at the states of all systems through the shared
 * resource controller, and starts the synchronization of what is Offline, as the service policy and
 * the operator do otherwise.
 */
#include "arguments.h"
#include "board.h"
#include "clint.h"
#include "console.h"
#include "mmio.h"
#include "runtime.h"

/* The shared resource controller of the side in service. */
#define OWN_SRC 0x120000ul
#define IDENTITY (OWN_SRC + 0x00)
#define COMMAND (OWN_SRC + 0x220)
#define RESULT (OWN_SRC + 0x228)
#define STATES (OWN_SRC + 0x238)
#define IDENTITY_MARK 0x46545352u /* "FTSR" */

#define SYNCHRONIZE 1ul
#define RESET 5ul
#define DONE 1u
#define SYSTEMS 8u
#define ACT 0x80u
/* Looks at a command that is not taken, as when the board is gone, before it is given up. */
#define PATIENCE 100u

enum { OFFLINE = 7, FAULT = 10 };

const char guest_name[] = "steward";

static uint64_t period = 1000;
static uint64_t rounds;

static const struct argument arguments[] = {
    {"period", &period, 10, 1000000000, NULL},
    {"rounds", &rounds, 0, UINT64_MAX, NULL},
    ARGUMENT_CONSOLE,
};

static void ask(const char *what, uint64_t command, unsigned system) {
    uint64_t word = command | (uint64_t)system << 8;
    mmio_write64(COMMAND, word);
    for (unsigned tries = 0; mmio_read64(COMMAND) != 0 && tries < PATIENCE; tries++) {
        clint_wait(period * TICKS_PER_US);
    }
    uint64_t result = mmio_read64(RESULT);
    bool done = (result & 0xFFFF) == word && result >> 16 == DONE;
    print("steward: %s #%u %s\n", what, system, done ? "done" : "refused");
}

static unsigned state_of(uint64_t states, unsigned system) {
    return (unsigned)(states >> 8 * system) & 0x7F;
}

/* Tells states that are new, and does one thing about them. */
static void look(void) {
    static uint64_t known;
    uint64_t states = mmio_read64(STATES);
    for (unsigned system = 0; system < SYSTEMS; system++) {
        unsigned state = state_of(states, system);
        bool act = (states >> 8 * system & ACT) != 0;
        if ((states ^ known) >> 8 * system & 0xFF) {
            print("steward: #%u is %s ST%u\n", system, act ? "ACT" : "SBY", state);
        }
    }
    known = states;
    for (unsigned system = 0; system < SYSTEMS; system++) {
        if (state_of(states, system) == OFFLINE) {
            ask("synchronize", SYNCHRONIZE, system);
            return;
        }
        if (state_of(states, system) == FAULT) {
            ask("reset", RESET, system);
            return;
        }
    }
}

void guest_main(void) {
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    if (mmio_read32(IDENTITY) != IDENTITY_MARK) {
        print("steward: there is no shared resource controller\n");
        finish(1);
    }
    for (uint64_t round = 0; rounds == 0 || round < rounds; round++) {
        look();
        clint_wait(period * TICKS_PER_US);
    }
    finish(0);
}
