#include "virtio.h"

#include "board.h"
#include "clint.h"
#include "mmio.h"
#include "runtime.h"

enum {
    MAGIC = 0x000,
    VERSION = 0x004,
    DEVICE_ID = 0x008,
    DEVICE_FEATURES = 0x010,
    DEVICE_FEATURES_SEL = 0x014,
    DRIVER_FEATURES = 0x020,
    DRIVER_FEATURES_SEL = 0x024,
    QUEUE_SEL = 0x030,
    QUEUE_SIZE = 0x038,
    QUEUE_READY = 0x044,
    QUEUE_NOTIFY = 0x050,
    STATUS = 0x070,
    QUEUE_DESC = 0x080,
    QUEUE_DRIVER = 0x090,
    QUEUE_DEVICE = 0x0A0
};

enum { MAGIC_VALUE = 0x74726976, MODERN = 2 };
enum { ACKNOWLEDGE = 1, DRIVER = 2, DRIVER_OK = 4, FEATURES_OK = 8 };
enum { DESCRIPTOR_NEXT = 1, DESCRIPTOR_WRITE = 2 };

#define FEATURE_VERSION_1 (1ul << 32)

int virtio_id(uintptr_t base) {
    if (mmio_read32(base + MAGIC) != MAGIC_VALUE || mmio_read32(base + VERSION) != MODERN) {
        return -1;
    }
    return (int)mmio_read32(base + DEVICE_ID);
}

static void set_address(uintptr_t at, const volatile void *address) {
    mmio_write32(at, (uint32_t)(uintptr_t)address);
    mmio_write32(at + 4, (uint32_t)((uintptr_t)address >> 32));
}

bool virtio_start(uintptr_t base, uint64_t features, struct virtio_queue *queues, unsigned count) {
    features |= FEATURE_VERSION_1;
    mmio_write32(base + STATUS, 0);
    mmio_write32(base + STATUS, ACKNOWLEDGE);
    mmio_write32(base + STATUS, ACKNOWLEDGE | DRIVER);
    for (unsigned half = 0; half < 2; half++) {
        mmio_write32(base + DEVICE_FEATURES_SEL, half);
        uint32_t offered = mmio_read32(base + DEVICE_FEATURES);
        mmio_write32(base + DRIVER_FEATURES_SEL, half);
        mmio_write32(base + DRIVER_FEATURES, offered & (uint32_t)(features >> 32 * half));
    }
    mmio_write32(base + STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK);
    if ((mmio_read32(base + STATUS) & FEATURES_OK) == 0) {
        return false;
    }
    for (unsigned i = 0; i < count; i++) {
        struct virtio_queue *queue = &queues[i];
        memset(queue, 0, sizeof *queue);
        queue->base = base;
        queue->number = i;
        mmio_write32(base + QUEUE_SEL, i);
        mmio_write32(base + QUEUE_SIZE, VIRTIO_QUEUE_SIZE);
        set_address(base + QUEUE_DESC, queue->descriptors);
        set_address(base + QUEUE_DRIVER, &queue->available);
        set_address(base + QUEUE_DEVICE, &queue->used);
        mmio_write32(base + QUEUE_READY, 1);
    }
    mmio_write32(base + STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
    return true;
}

void virtio_submit(struct virtio_queue *queue, const struct virtio_part *parts, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        queue->descriptors[i].address = (uintptr_t)parts[i].data;
        queue->descriptors[i].length = parts[i].length;
        queue->descriptors[i].flags = (uint16_t)((i + 1 < count ? DESCRIPTOR_NEXT : 0)
                                                 | (parts[i].device_writes ? DESCRIPTOR_WRITE : 0));
        queue->descriptors[i].next = (uint16_t)(i + 1);
    }
    queue->available.ring[queue->available.index % VIRTIO_QUEUE_SIZE] = 0;
    mmio_fence();
    queue->available.index++;
    mmio_fence();
    mmio_write32(queue->base + QUEUE_NOTIFY, queue->number);
}

bool virtio_done(struct virtio_queue *queue, uint32_t *written) {
    mmio_fence();
    if (queue->used.index == queue->seen) {
        return false;
    }
    *written = queue->used.ring[queue->seen++ % VIRTIO_QUEUE_SIZE].length;
    return true;
}

bool virtio_wait(struct virtio_queue *queue, uint32_t *written) {
    for (uint64_t end = clint_now() + 1000 * TICKS_PER_MS; clint_now() < end;) {
        if (virtio_done(queue, written)) {
            return true;
        }
        clint_wait(50 * TICKS_PER_US);
    }
    return false;
}
