/* A driver's side of virtio over MMIO version 2 that polls: one chain under way in each queue. */
#ifndef VIRTIO_H
#define VIRTIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum virtio_id { VIRTIO_NET = 1, VIRTIO_BLOCK = 2, VIRTIO_CONSOLE = 3, VIRTIO_ENTROPY = 4 };

#define VIRTIO_SLOTS 8
#define VIRTIO_CONFIG 0x100
#define VIRTIO_QUEUE_SIZE 4

struct virtio_queue {
    struct {
        uint64_t address;
        uint32_t length;
        uint16_t flags;
        uint16_t next;
    } descriptors[VIRTIO_QUEUE_SIZE] __attribute__((aligned(16)));
    struct {
        uint16_t flags;
        uint16_t index;
        uint16_t ring[VIRTIO_QUEUE_SIZE];
        uint16_t event;
    } available __attribute__((aligned(2)));
    volatile struct {
        uint16_t flags;
        uint16_t index;
        struct {
            uint32_t id;
            uint32_t length;
        } ring[VIRTIO_QUEUE_SIZE];
        uint16_t event;
    } used __attribute__((aligned(4)));

    uintptr_t base;
    unsigned number;
    uint16_t seen;
};

struct virtio_part {
    const void *data;
    uint32_t length;
    bool device_writes;
};

/* Device id of what is at an address; negative if that is no virtio slot of version 2. */
int virtio_id(uintptr_t base);

/* Resets a device, accepts these features of what it offers, and sets up its first queues. */
bool virtio_start(uintptr_t base, uint64_t features, struct virtio_queue *queues, unsigned count);

/* Makes a chain available. */
void virtio_submit(struct virtio_queue *queue, const struct virtio_part *parts, unsigned count);

/* Whether the chain is back, and what the device says that it wrote. */
bool virtio_done(struct virtio_queue *queue, uint32_t *written);

/* Waits for the chain for up to a second; false if it does not come back. */
bool virtio_wait(struct virtio_queue *queue, uint32_t *written);

#endif
