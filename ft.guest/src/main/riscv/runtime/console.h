/* The UARTs of all IO subsystems as one console. */
#ifndef CONSOLE_H
#define CONSOLE_H

#include <stdbool.h>
#include <stdint.h>

/* Bit i selects the UART of IO subsystem i; all of them until told otherwise. */
void console_select(unsigned uarts);

/* Writes a text to every selected UART that is there. %s %c %u %d %x %lu %lx, width and zeros. */
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Lets the UARTs interrupt on input, which is then collected for console_read. */
void console_listen(void);

/* Makes a UART that came back with its board listen again. */
void console_tend(void);

/* The next character of input, or -1. */
int console_read(void);

#endif
