#include "clint.h"

#include <stddef.h>

#include "board.h"
#include "mmio.h"
#include "trap.h"

#define MSIP(hart) (CLINT_BASE + 4ul * (hart))
#define MTIMECMP(hart) (CLINT_BASE + 0x4000 + 8ul * (hart))
#define MTIME (CLINT_BASE + 0xBFF8)
#define NEVER UINT64_MAX

/* Only hart 0 has a timer. */
static uint64_t timer_period;
static uint64_t timer_next = NEVER;
static void (*timer_tick)(void);

uint64_t clint_now(void) { return mmio_read64(MTIME); }

static void timer_interrupt(void) {
    timer_next += timer_period;
    if (timer_next <= clint_now()) {
        /* Late by more than a period: missed ticks are not made up for. */
        timer_next = clint_now() + timer_period;
    }
    mmio_write64(MTIMECMP(0), timer_next);
    timer_tick();
}

void clint_timer(uint64_t period, void (*tick)(void)) {
    timer_period = period;
    timer_tick = tick;
    timer_next = clint_now() + period;
    mmio_write64(MTIMECMP(0), timer_next);
    trap_handler(MACHINE_TIMER, timer_interrupt);
}

void clint_timer_off(void) {
    trap_disable(MACHINE_TIMER);
    timer_next = NEVER;
    mmio_write64(MTIMECMP(hart_id()), NEVER);
}

/* The comparator is borrowed with interrupts off, so that WFI wakes but no handler runs. */
void clint_wait(uint64_t ticks) {
    uint64_t end = clint_now() + ticks;
    while (clint_now() < end) {
        uint64_t wake = end < timer_next ? end : timer_next;
        bool on = interrupts_off();
        mmio_write64(MTIMECMP(hart_id()), wake);
        trap_enable(MACHINE_TIMER);
        wait_for_interrupt();
        if (timer_next == NEVER) {
            trap_disable(MACHINE_TIMER);
        }
        mmio_write64(MTIMECMP(hart_id()), timer_next);
        interrupts_set(on);
    }
}

void clint_send(unsigned hart) { mmio_write32(MSIP(hart), 1); }

void clint_clear(unsigned hart) { mmio_write32(MSIP(hart), 0); }
