/* Accesses to device registers. What is not there reads all ones and swallows writes. */
#ifndef MMIO_H
#define MMIO_H

#include <stdint.h>

/* These give 64 one bits where nothing is, whatever their width; the readers below cut them. */
uint64_t mmio_load8(uintptr_t address);
uint64_t mmio_load32(uintptr_t address);
uint64_t mmio_load64(uintptr_t address);

static inline uint8_t mmio_read8(uintptr_t address) { return (uint8_t)mmio_load8(address); }
static inline uint32_t mmio_read32(uintptr_t address) { return (uint32_t)mmio_load32(address); }
static inline uint64_t mmio_read64(uintptr_t address) { return mmio_load64(address); }

void mmio_write8(uintptr_t address, uint8_t value);
void mmio_write32(uintptr_t address, uint32_t value);
void mmio_write64(uintptr_t address, uint64_t value);

/* Orders main storage and device accesses, as before a doorbell. */
static inline void mmio_fence(void) { __asm__ volatile("fence iorw, iorw" ::: "memory"); }

#endif
