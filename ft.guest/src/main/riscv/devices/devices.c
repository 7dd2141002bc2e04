/*
 * Looks at the devices of the board as drivers do and says what it finds, in the same words on
 * every machine that has the same devices; then sends frames from one network device to another.
 */
#include "arguments.h"
#include "board.h"
#include "clint.h"
#include "console.h"
#include "crc32.h"
#include "mmio.h"
#include "plic.h"
#include "runtime.h"
#include "trap.h"
#include "virtio.h"

const char guest_name[] = "devices";

static uint64_t rounds = 16;

static const struct argument arguments[] = {
    {"rounds", &rounds, 0, UINT64_MAX, NULL},
    ARGUMENT_CONSOLE,
};

#define RTC_BASE 0x101000ul
#define RTC_SOURCE 11
#define MOST_NETS 2

static uintptr_t disk;
static uintptr_t serial;
static uintptr_t entropy;
static uintptr_t nets[MOST_NETS];
static unsigned net_count;

static void slots(void) {
    for (unsigned io = 0; io < IO_SUBSYSTEMS; io++) {
        for (unsigned i = 0; i < VIRTIO_SLOTS; i++) {
            uintptr_t base = DISK_BASE + io * IO_WINDOW + i * 0x1000;
            int id = virtio_id(base);
            if (id == VIRTIO_BLOCK && disk == 0) {
                disk = base;
            } else if (id == VIRTIO_CONSOLE && serial == 0) {
                serial = base;
            } else if (id == VIRTIO_ENTROPY && entropy == 0) {
                entropy = base;
            } else if (id == VIRTIO_NET && net_count < MOST_NETS) {
                nets[net_count++] = base;
            }
        }
    }
}

/* ---- clock ---- */

static volatile unsigned alarms;

static bool alarm(unsigned source) {
    (void)source;
    alarms = alarms + 1;
    mmio_write32(RTC_BASE + 0x1C, 1);
    /* Reading waits for the posted write, so that the line is low when the PLIC looks again. */
    mmio_read32(RTC_BASE + 0x18);
    return true;
}

static uint64_t rtc_now(void) {
    uint64_t low = mmio_read32(RTC_BASE);
    return (uint64_t)mmio_read32(RTC_BASE + 4) << 32 | low;
}

static void set_alarm(uint64_t nanos) {
    mmio_write32(RTC_BASE + 0x0C, (uint32_t)(nanos >> 32));
    mmio_write32(RTC_BASE + 0x08, (uint32_t)nanos);
}

static void rtc(void) {
    uint64_t before = rtc_now();
    clint_wait(10 * TICKS_PER_MS);
    uint64_t passed = rtc_now() - before;
    print("rtc: time %s\n", passed >= 9000000 && passed < 2000000000 ? "goes on" : "is wrong");
    plic_enable(RTC_SOURCE, alarm);
    mmio_write32(RTC_BASE + 0x10, 1);
    uint64_t when = rtc_now() + 20000000;
    set_alarm(when);
    print("rtc: armed %u, alarms %u\n", mmio_read32(RTC_BASE + 0x18), alarms);
    for (unsigned i = 0; i < 2000 && alarms == 0; i++) {
        clint_wait(TICKS_PER_MS);
    }
    print("rtc: armed %u, alarms %u, %s\n", mmio_read32(RTC_BASE + 0x18), alarms,
          rtc_now() >= when ? "not early" : "early");
    set_alarm(rtc_now() + 20000000);
    mmio_write32(RTC_BASE + 0x14, 1);
    clint_wait(40 * TICKS_PER_MS);
    print("rtc: cleared, armed %u, alarms %u\n", mmio_read32(RTC_BASE + 0x18), alarms);
    set_alarm(rtc_now() - 1);
    for (unsigned i = 0; i < 100 && alarms == 1; i++) {
        clint_wait(TICKS_PER_MS);
    }
    print("rtc: in the past, armed %u, alarms %u\n", mmio_read32(RTC_BASE + 0x18), alarms);
    plic_disable(RTC_SOURCE);
}

/* ---- disk ---- */

enum { READ = 0, WRITE = 1, FLUSH = 4, GET_ID = 8, DISCARD = 11, WRITE_ZEROES = 13 };

#define BLOCK_FEATURES (1ul << 9 | 1ul << 13 | 1ul << 14)

static struct virtio_queue block;
static uint8_t sectors[8 * 512];

static unsigned request(uint32_t type, uint64_t sector, void *data, uint32_t bytes) {
    static struct {
        uint32_t type;
        uint32_t reserved;
        uint64_t sector;
    } header;
    static volatile uint8_t status;
    bool in = type == READ || type == GET_ID;
    header.type = type;
    header.sector = sector;
    status = 0xFF;
    struct virtio_part parts[] = {{&header, sizeof header, false},
                                  {data, bytes, in},
                                  {(const void *)&status, 1, true}};
    if (bytes == 0) {
        parts[1] = parts[2];
    }
    uint32_t written;
    virtio_submit(&block, parts, bytes == 0 ? 2 : 3);
    return virtio_wait(&block, &written) ? status : 0xFE;
}

static unsigned range(uint32_t type, uint64_t sector, uint32_t count, uint32_t flags) {
    struct {
        uint64_t sector;
        uint32_t count;
        uint32_t flags;
    } segment = {sector, count, flags};
    return request(type, 0, &segment, sizeof segment);
}

static void show_sectors(const char *what) {
    memset(sectors, 0xEE, sizeof sectors);
    unsigned status = request(READ, 0, sectors, sizeof sectors);
    print("disk: %s, read %u, crc %08x\n", what, status, crc32(sectors, sizeof sectors));
}

static void storage(void) {
    if (disk == 0 || !virtio_start(disk, BLOCK_FEATURES, &block, 1)) {
        print("disk: none\n");
        return;
    }
    uint64_t capacity = mmio_read64(disk + VIRTIO_CONFIG);
    print("disk: %lu sectors, block of %u\n", capacity, mmio_read32(disk + VIRTIO_CONFIG + 20));
    char id[21] = {0};
    unsigned status = request(GET_ID, 0, id, 20);
    print("disk: id %u %s\n", status, id);
    for (unsigned i = 0; i < sizeof sectors; i++) {
        sectors[i] = (uint8_t)(i * 7 + (i >> 8));
    }
    print("disk: write %u\n", request(WRITE, 0, sectors, sizeof sectors));
    show_sectors("written");
    print("disk: flush %u\n", request(FLUSH, 0, NULL, 0));
    print("disk: zeros %u\n", range(WRITE_ZEROES, 2, 3, 0));
    show_sectors("zeros");
    print("disk: zeros that may unmap %u\n", range(WRITE_ZEROES, 6, 1, 1));
    show_sectors("more zeros");
    print("disk: discard %u\n", range(DISCARD, 64, 64, 0));
    print("disk: discard with unmap %u, with a flag that is not there %u\n",
          range(DISCARD, 64, 8, 1), range(DISCARD, 64, 8, 4));
    print("disk: zeros with a flag that is not there %u\n", range(WRITE_ZEROES, 64, 8, 2));
    print("disk: discard behind the end %u, zeros %u\n", range(DISCARD, capacity - 1, 8, 0),
          range(WRITE_ZEROES, capacity, 1, 0));
    print("disk: write behind the end %u, read %u\n", request(WRITE, capacity, sectors, 512),
          request(READ, capacity - 1, sectors, 1024));
    print("disk: a type that is not there %u\n", request(99, 0, sectors, 512));
    show_sectors("unharmed");
}

/* ---- entropy, console ---- */

static void random_numbers(void) {
    static struct virtio_queue queue;
    static uint8_t bytes[64];
    if (entropy == 0 || !virtio_start(entropy, 0, &queue, 1)) {
        print("entropy: none\n");
        return;
    }
    uint32_t written = 0;
    struct virtio_part part = {bytes, sizeof bytes, true};
    virtio_submit(&queue, &part, 1);
    if (!virtio_wait(&queue, &written)) {
        print("entropy: silent\n");
        return;
    }
    unsigned used = 0;
    for (unsigned i = 0; i < sizeof bytes; i++) {
        used |= bytes[i];
    }
    print("entropy: %u bytes, %s\n", written, used == 0 ? "all zero" : "not zero");
}

static void virtio_console(void) {
    static struct virtio_queue queues[2];
    static const char text[] = "hello from the virtio console\n";
    if (serial == 0 || !virtio_start(serial, 0, queues, 2)) {
        print("console: none\n");
        return;
    }
    uint32_t written = 0;
    struct virtio_part part = {text, sizeof text - 1, false};
    virtio_submit(&queues[1], &part, 1);
    bool done = virtio_wait(&queues[1], &written);
    print("console: %s, wrote %u\n", done ? "sent" : "silent", written);
}

/* ---- network ---- */

#define NET_FEATURES (1ul << 5 | 1ul << 16)
#define NET_HEADER 12
#define FRAME_HEADER 14

static struct {
    struct virtio_queue queues[2];
    uint8_t mac[6];
    uint8_t in[NET_HEADER + 1514];
    uint8_t out[NET_HEADER + 1514];
} net[MOST_NETS];

static void listen(unsigned to) {
    struct virtio_part part = {net[to].in, sizeof net[to].in, true};
    memset(net[to].in, 0xEE, sizeof net[to].in);
    virtio_submit(&net[to].queues[0], &part, 1);
}

/* Sends a frame from one to the other; gives what arrived, 0 if nothing did. */
static uint32_t exchange(unsigned from, unsigned to, uint32_t length, uint64_t seed) {
    uint8_t *frame = net[from].out + NET_HEADER;
    memset(net[from].out, 0, NET_HEADER);
    memcpy(frame, net[to].mac, 6);
    memcpy(frame + 6, net[from].mac, 6);
    frame[12] = 0x88;
    frame[13] = 0xB5; /* for experiments */
    for (uint32_t i = FRAME_HEADER; i < length; i++) {
        frame[i] = (uint8_t)(seed * 31 + i * 7);
    }
    uint32_t written = 0;
    struct virtio_part part = {net[from].out, NET_HEADER + length, false};
    virtio_submit(&net[from].queues[1], &part, 1);
    if (!virtio_wait(&net[from].queues[1], &written)
        || !virtio_wait(&net[to].queues[0], &written)) {
        return 0;
    }
    bool same = written == NET_HEADER + length
                && memcmp(net[to].in + NET_HEADER, frame, length) == 0;
    listen(to);
    return same ? length : 0;
}

/* Kept, so that a run whose frames come at other times has another history. */
static volatile uint64_t arrivals[64] __attribute__((used));

static void network(void) {
    for (unsigned i = 0; i < net_count; i++) {
        if (!virtio_start(nets[i], NET_FEATURES, net[i].queues, 2)) {
            print("net: refused\n");
            return;
        }
        for (unsigned at = 0; at < 6; at++) {
            net[i].mac[at] = mmio_read8(nets[i] + VIRTIO_CONFIG + at);
        }
        print("net: address %02x:%02x:%02x:%02x:%02x:%02x, link %u\n", net[i].mac[0],
              net[i].mac[1], net[i].mac[2], net[i].mac[3], net[i].mac[4], net[i].mac[5],
              mmio_read8(nets[i] + VIRTIO_CONFIG + 6) & 1u);
        listen(i);
    }
    if (net_count < MOST_NETS) {
        print("net: %u\n", net_count);
        return;
    }
    uint64_t good = 0;
    for (uint64_t round = 0; rounds == 0 || round < rounds; round++) {
        uint32_t length = (uint32_t)(60 + round * 389 % (1514 - 60 + 1));
        good += exchange(round & 1, ~round & 1, length, round);
        arrivals[round % 64] = clint_now();
        if (round + 1 == rounds || (round + 1) % 100 == 0) {
            print("net: %lu frames, %lu bytes arrived\n", round + 1, good);
        }
    }
}

void guest_main(void) {
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    interrupts_on();
    slots();
    rtc();
    storage();
    random_numbers();
    virtio_console();
    network();
    finish(0);
}
