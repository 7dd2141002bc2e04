/*
 * Carries out the loads and stores that it finds in the mailbox of a shared resource controller, as
 * the firmware of a system that stands by does: so that a test, or a person, can see what the
 * service reaches in each state. It says so once and then leaves the devices alone.
 */
#include "arguments.h"
#include "board.h"
#include "console.h"
#include "mmio.h"
#include "runtime.h"

#define SRC_BASE 0x110000ul
#define IDENTITY 0x00ul
#define IDENTITY_LOW 0x46545352u
#define MAIL_COMMAND 0x180ul
#define MAIL_ADDRESS 0x188ul
#define MAIL_VALUE 0x190ul

enum { MAIL_LOAD = 1, MAIL_STORE = 2 };

/* Turns of a loop between two looks: about 20 looks in a quantum of 32768 cycles. */
#define PATIENCE 500u

const char guest_name[] = "mail";

static uint64_t io;

/* Changes all the time without a meaning: a bit of it that flips is seen, and does no harm. */
static volatile uint64_t turns;

static const struct argument arguments[] = {
    {"io", &io, 0, IO_SUBSYSTEMS - 1, NULL},
    ARGUMENT_CONSOLE,
};

static uint64_t load(uintptr_t address, unsigned size) {
    switch (size) {
    case 1:
        return mmio_read8(address);
    case 4:
        return mmio_read32(address);
    case 8:
        return mmio_read64(address);
    default:
        return UINT64_MAX;
    }
}

static void store(uintptr_t address, unsigned size, uint64_t value) {
    switch (size) {
    case 1:
        mmio_write8(address, (uint8_t)value);
        break;
    case 4:
        mmio_write32(address, (uint32_t)value);
        break;
    case 8:
        mmio_write64(address, value);
        break;
    default:
        break;
    }
}

static void serve(uintptr_t box) {
    uint64_t command = mmio_read64(box + MAIL_COMMAND);
    unsigned size = (unsigned)(command >> 8 & 0xFF);
    unsigned what = (unsigned)(command & 0xFF);
    if (what != MAIL_LOAD && what != MAIL_STORE) {
        return; /* nothing to do, or all ones: nobody there */
    }
    uintptr_t address = mmio_read64(box + MAIL_ADDRESS);
    uint64_t value = mmio_read64(box + MAIL_VALUE);
    if (what == MAIL_LOAD) {
        value = load(address, size);
    } else {
        store(address, size, value);
    }
    mmio_write64(box + MAIL_VALUE, value);
    mmio_write64(box + MAIL_COMMAND, 0);
}

void guest_main(void) {
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    uintptr_t box = SRC_BASE + io * IO_WINDOW;
    if (mmio_read32(box + IDENTITY) != IDENTITY_LOW) {
        print("mail: IO subsystem %lu has no shared resource controller\n", io);
        finish(1);
    }
    print("mail: serving the mailbox of IO subsystem %lu, turns at %lx\n", io, (uintptr_t)&turns);
    for (;;) {
        turns++;
        serve(box);
        for (unsigned i = 0; i < PATIENCE; i++) {
            __asm__ volatile("");
        }
    }
}
