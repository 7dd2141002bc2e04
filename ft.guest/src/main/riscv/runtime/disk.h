/*
 * Driver for a virtio block device behind virtio-mmio version 2: one request at a time, and no call
 * ever waits for longer than a few register accesses.
 */
#ifndef DISK_H
#define DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SECTOR_SIZE 512ul
#define DISK_QUEUE_SIZE 4

enum disk_answer {
    DISK_DONE,
    DISK_BUSY,
    DISK_GONE,      /* nothing answers at the address */
    DISK_NONE,      /* a slot without a disk */
    DISK_REFUSED,   /* the device does not accept what the driver needs */
    DISK_LOST,      /* the device was reset and forgot the request */
    DISK_FAILED,    /* the device answered with an error */
    DISK_SILENT     /* no answer within the time limit */
};

/* A sentence part for each answer, such as "did not answer in time". */
extern const char *const disk_answer_text[];

struct disk_descriptor {
    uint64_t address;
    uint32_t length;
    uint16_t flags;
    uint16_t next;
};

struct disk_available {
    uint16_t flags;
    uint16_t index;
    uint16_t ring[DISK_QUEUE_SIZE];
    uint16_t event;
};

struct disk_used {
    uint16_t flags;
    uint16_t index;
    struct {
        uint32_t id;
        uint32_t length;
    } ring[DISK_QUEUE_SIZE];
    uint16_t event;
};

/* What the device reads and writes is apart from what the driver remembers. */
struct disk {
    struct disk_descriptor descriptors[DISK_QUEUE_SIZE] __attribute__((aligned(16)));
    struct disk_available available __attribute__((aligned(2)));
    volatile struct disk_used used __attribute__((aligned(4)));
    struct {
        uint32_t type;
        uint32_t reserved;
        uint64_t sector;
    } header;
    volatile uint8_t status;

    uintptr_t base;
    unsigned source;
    uint64_t sectors;
    uint64_t deadline;
    uint64_t look_at;
    uint16_t used_seen;
};

/* Interrupts with a cause that a source has given. */
uint64_t disk_interrupts(unsigned source);

/* Looks for the disk and sets it up from reset, with its interrupt. DISK_DONE, or why not. */
enum disk_answer disk_start(struct disk *disk, uintptr_t base, unsigned source);

/* Resets the device, so that it touches main storage no more, and forgets the request. */
void disk_stop(struct disk *disk);

/* Starts a request; the disk must not be busy. The buffer is the device's until it is done. */
void disk_read(struct disk *disk, uint64_t sector, void *buffer, size_t bytes, uint64_t limit);
void disk_write(struct disk *disk, uint64_t sector, const void *buffer, size_t bytes,
                uint64_t limit);

/* How the request is doing. Reads only main storage, unless it takes suspiciously long. */
enum disk_answer disk_poll(struct disk *disk);

#endif
