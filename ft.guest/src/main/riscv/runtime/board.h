/* Addresses and interrupts of the board. */
#ifndef BOARD_H
#define BOARD_H

#define IO_SUBSYSTEMS 2

/* The window of IO subsystem i has the shape of that of #0, this far up; so have its interrupts. */
#define IO_WINDOW 0x20000000ul
#define IO_SOURCES 32

#define FINISHER_BASE 0x100000ul
#define CLINT_BASE 0x2000000ul
#define PLIC_BASE 0xC000000ul
#define PLIC_SOURCES 95

#define UART_BASE 0x10000000ul
#define UART_SOURCE 10
#define DISK_BASE 0x10001000ul
#define DISK_SOURCE 1

/* The hot-plug controller of an IO subsystem with bays: registers of 64 bits. */
#define HOTPLUG_BASE 0x140000ul
#define HOTPLUG_SOURCE 31

/* mtime counts at 10 MHz. */
#define TICKS_PER_US 10ul
#define TICKS_PER_MS (1000 * TICKS_PER_US)

#endif
