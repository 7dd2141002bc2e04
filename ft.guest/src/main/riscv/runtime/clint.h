/* Core local interruptor: guest time, the machine timer, interrupts from hart to hart. */
#ifndef CLINT_H
#define CLINT_H

#include <stdint.h>

/* Guest time in ticks of mtime. */
uint64_t clint_now(void);

/* Calls a function on this hart every so many ticks, from the timer interrupt. */
void clint_timer(uint64_t period, void (*tick)(void));
void clint_timer_off(void);

/* Sleeps for so many ticks, with or without a timer running. */
void clint_wait(uint64_t ticks);

void clint_send(unsigned hart);
void clint_clear(unsigned hart);

#endif
