/* Traps: interrupts go to the handlers set here, a device access that faults reads all ones. */
#ifndef TRAP_H
#define TRAP_H

#include <stdbool.h>
#include <stdint.h>

enum interrupt { MACHINE_SOFTWARE = 3, MACHINE_TIMER = 7, MACHINE_EXTERNAL = 11, INTERRUPTS = 16 };

/* Sets the handler of all harts and enables the interrupt on this one. */
void trap_handler(enum interrupt interrupt, void (*handler)(void));
void trap_enable(enum interrupt interrupt);
void trap_disable(enum interrupt interrupt);

/* Takes interrupts on this hart, or not; says what it was. */
bool interrupts_on(void);
bool interrupts_off(void);
void interrupts_set(bool on);

static inline unsigned hart_id(void) {
    unsigned long hart;
    __asm__ volatile("csrr %0, mhartid" : "=r"(hart));
    return (unsigned)hart;
}

/* Sleeps until an enabled interrupt is pending; also wakes with interrupts off. */
static inline void wait_for_interrupt(void) { __asm__ volatile("wfi" ::: "memory"); }

#endif
