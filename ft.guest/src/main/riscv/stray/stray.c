/* Goes astray in the way it is told, to see what the machine makes of it. */
#include "arguments.h"
#include "console.h"
#include "runtime.h"
#include "trap.h"

/* Neither main storage nor a device. */
#define NOWHERE 0x200000ul

const char guest_name[] = "stray";

static uint64_t how;
static const char *const hows[] = {"jump", "unhandled", "nowhere", "spin", "sleep", NULL};

static const struct argument arguments[] = {
    {"how", &how, 0, 4, hows},
    ARGUMENT_CONSOLE,
};

static void set_vector(uintptr_t vector) { __asm__ volatile("csrw mtvec, %0" ::"r"(vector)); }

static void jump(void) { __asm__ volatile("jr %0" ::"r"(NOWHERE)); }

/* No trap handler but the firmware's. */
static void jump_unhandled(void) {
    set_vector(machine.firmware_vector);
    jump();
}

/* The trap handler itself cannot be fetched: traps for ever. */
static void jump_nowhere(void) {
    set_vector(NOWHERE);
    jump();
}

static void spin(void) {
    for (;;) {
        __asm__ volatile("");
    }
}

static void sleep(void) {
    for (;;) {
        __asm__ volatile("csrw mie, zero");
        wait_for_interrupt();
    }
}

static void (*const ways[])(void) = {jump, jump_unhandled, jump_nowhere, spin, sleep};

void guest_main(void) {
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    print("stray: %s\n", hows[how]);
    interrupts_off();
    ways[how]();
}
