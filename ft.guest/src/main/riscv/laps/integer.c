/* Work in registers and in little memory. */
#include "random.h"
#include "runtime.h"
#include "work.h"

/* mix: what small programs do all day: lists, a state machine over text, small matrices, a sum. */

#define NODES 256
#define TEXT 512
#define SIDE 16
#define MIX_ROUNDS 400

struct node {
    struct node *next;
    int32_t key;
    uint32_t seen;
};

static struct node nodes[NODES];
static char text[TEXT];
static int16_t left[SIDE * SIDE];
static int16_t right[SIDE * SIDE];
static int32_t product[SIDE * SIDE];

static struct node *list_make(uint64_t *seed) {
    for (unsigned i = 0; i < NODES; i++) {
        nodes[i].next = i + 1 < NODES ? &nodes[i + 1] : NULL;
        nodes[i].key = (int32_t)random_below(seed, 1 << 16) - (1 << 15);
        nodes[i].seen = 0;
    }
    return nodes;
}

static struct node *list_merge(struct node *one, struct node *other) {
    struct node head = {NULL, 0, 0};
    struct node *last = &head;
    while (one != NULL && other != NULL) {
        struct node **less = one->key <= other->key ? &one : &other;
        last->next = *less;
        last = *less;
        *less = (*less)->next;
    }
    last->next = one != NULL ? one : other;
    return head.next;
}

static struct node *list_sort(struct node *list) {
    if (list == NULL || list->next == NULL) {
        return list;
    }
    struct node *middle = list;
    for (struct node *end = list->next; end != NULL && end->next != NULL; end = end->next->next) {
        middle = middle->next;
    }
    struct node *rest = middle->next;
    middle->next = NULL;
    return list_merge(list_sort(list), list_sort(rest));
}

static struct node *list_reverse(struct node *list) {
    struct node *done = NULL;
    while (list != NULL) {
        struct node *next = list->next;
        list->next = done;
        done = list;
        list = next;
    }
    return done;
}

static uint32_t list_find(struct node *list, int32_t key) {
    uint32_t steps = 0;
    for (; list != NULL && list->key != key; list = list->next) {
        list->seen++;
        steps++;
    }
    return steps;
}

static void text_make(uint64_t *seed) {
    static const char letters[] = "0123456789+-.eE ,x";
    for (unsigned i = 0; i < TEXT; i++) {
        text[i] = letters[random_below(seed, sizeof letters - 1)];
    }
}

enum state { BEFORE, SIGN, WHOLE, POINT, FRACTION, EXPONENT, POWER, WRONG, STATES };

static enum state step(enum state state, char c) {
    bool digit = c >= '0' && c <= '9';
    switch (state) {
        case BEFORE:
            return digit ? WHOLE : c == '+' || c == '-' ? SIGN : c == '.' ? POINT : WRONG;
        case SIGN:
            return digit ? WHOLE : c == '.' ? POINT : WRONG;
        case WHOLE:
            return digit ? WHOLE : c == '.' ? POINT : c == 'e' || c == 'E' ? EXPONENT : WRONG;
        case POINT:
        case FRACTION:
            return digit ? FRACTION : c == 'e' || c == 'E' ? EXPONENT : WRONG;
        case EXPONENT:
            return digit || c == '-' || c == '+' ? POWER : WRONG;
        case POWER:
            return digit ? POWER : WRONG;
        default:
            return WRONG;
    }
}

static uint64_t text_scan(void) {
    uint32_t ends[STATES] = {0};
    enum state state = BEFORE;
    for (unsigned i = 0; i < TEXT; i++) {
        if (text[i] == ' ' || text[i] == ',') {
            ends[state]++;
            state = BEFORE;
        } else {
            state = step(state, text[i]);
        }
    }
    uint64_t digest = DIGEST_START;
    for (unsigned i = 0; i < STATES; i++) {
        digest = digest_word(digest, ends[i]);
    }
    return digest;
}

static uint64_t small_product(void) {
    int32_t sum = 0;
    for (unsigned row = 0; row < SIDE; row++) {
        for (unsigned column = 0; column < SIDE; column++) {
            int32_t cell = 0;
            for (unsigned k = 0; k < SIDE; k++) {
                cell += (int32_t)left[row * SIDE + k] * right[k * SIDE + column];
            }
            product[row * SIDE + column] = cell;
            sum += cell >> 4;
        }
    }
    return (uint32_t)sum;
}

static uint16_t sum16(uint16_t sum, uint64_t word) {
    for (unsigned i = 0; i < 16; i++) {
        bool carry = ((sum ^ word) & 1) != 0;
        sum = (uint16_t)(sum >> 1 ^ (carry ? 0xA001 : 0));
        word >>= 1;
    }
    return sum;
}

uint64_t mix_lap(void) {
    uint64_t seed = 1;
    uint64_t digest = DIGEST_START;
    for (unsigned round = 0; round < MIX_ROUNDS; round++) {
        struct node *list = list_sort(list_make(&seed));
        uint32_t steps = 0;
        for (unsigned i = 0; i < 16; i++) {
            steps += list_find(list, nodes[random_below(&seed, NODES)].key);
        }
        list = list_reverse(list);
        text_make(&seed);
        for (unsigned i = 0; i < SIDE * SIDE; i++) {
            left[i] = (int16_t)random_below(&seed, 255);
            right[i] = (int16_t)(list->key + (int32_t)i);
        }
        digest = digest_word(digest, steps);
        digest = digest_word(digest, text_scan());
        digest = digest_word(digest, small_product());
        digest = digest_word(digest, sum16((uint16_t)round, digest));
    }
    return digest;
}

/* matrix: products of whole numbers that fit into the first cache. */

#define EDGE 64
#define PRODUCTS 20

static uint64_t one[EDGE][EDGE];
static uint64_t two[EDGE][EDGE];
static uint64_t three[EDGE][EDGE];

void matrix_begin(void) {
    uint64_t seed = 2;
    for (unsigned i = 0; i < EDGE; i++) {
        for (unsigned k = 0; k < EDGE; k++) {
            one[i][k] = random_next(&seed);
            two[i][k] = random_next(&seed);
        }
    }
}

static void multiply(uint64_t (*to)[EDGE], uint64_t (*a)[EDGE], uint64_t (*b)[EDGE]) {
    for (unsigned i = 0; i < EDGE; i++) {
        for (unsigned k = 0; k < EDGE; k++) {
            uint64_t cell = 0;
            for (unsigned j = 0; j < EDGE; j++) {
                cell += a[i][j] * b[j][k];
            }
            to[i][k] = cell;
        }
    }
}

uint64_t matrix_lap(void) {
    for (unsigned i = 0; i < PRODUCTS / 2; i++) {
        multiply(three, one, two);
        multiply(one, three, two);
    }
    uint64_t digest = DIGEST_START;
    for (unsigned i = 0; i < EDGE; i++) {
        digest = digest_word(digest, one[i][i]);
    }
    return digest;
}

/* crc: a check sum bit by bit. Nothing but shifts, and branches that nobody can foresee. */

#define CRC_BYTES (512 * 1024)

uint64_t crc_lap(void) {
    uint64_t sum = ~0ull;
    for (unsigned i = 0; i < CRC_BYTES; i++) {
        sum ^= (unsigned char)(i * 7);
        for (unsigned bit = 0; bit < 8; bit++) {
            sum = sum >> 1 ^ (0xC96C5795D7870F42ull & -(sum & 1));
        }
    }
    return sum;
}

/* calls: hardly anything but calls and returns. */

__attribute__((noinline, noclone)) static int64_t tak(int64_t x, int64_t y, int64_t z) {
    if (y >= x) {
        return z;
    }
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

/* Through a pointer, as objects call. */
typedef uint64_t (*operation)(uint64_t);
static uint64_t twice(uint64_t x) { return x << 1 | x >> 63; }
static uint64_t mixed(uint64_t x) { return x * 0x9E3779B97F4A7C15ull + 1; }
static uint64_t folded(uint64_t x) { return x ^ x >> 29; }
static operation volatile operations[4] = {twice, mixed, folded, mixed};

uint64_t calls_lap(void) {
    uint64_t digest = DIGEST_START;
    for (unsigned i = 0; i < 20; i++) {
        digest = digest_word(digest, (uint64_t)tak(18, 12, 6));
        for (unsigned k = 0; k < 40000; k++) {
            digest = operations[k & 3](digest);
        }
    }
    return digest;
}

/* switch: an interpreter of a small machine, with a jump through a table for each operation. */

#define PROGRAM 256
#define STEPS 1500000

static struct {
    uint8_t code;
    uint8_t to;
    uint8_t a;
    uint8_t b;
} program[PROGRAM];

void machine_begin(void) {
    uint64_t seed = 3;
    for (unsigned i = 0; i < PROGRAM; i++) {
        uint64_t word = random_next(&seed);
        program[i].code = (uint8_t)((word >> 32) % 20);
        program[i].to = word & 7;
        program[i].a = word >> 8 & 7;
        program[i].b = word >> 16 & 7;
    }
}

uint64_t machine_lap(void) {
    uint64_t r[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    static uint64_t memory[64];
    unsigned at = 0;
    memset(memory, 0, sizeof memory);
    for (unsigned i = 0; i < STEPS; i++) {
        unsigned code = program[at].code;
        uint64_t *to = &r[program[at].to];
        uint64_t a = r[program[at].a];
        uint64_t b = r[program[at].b];
        at = (at + 1) % PROGRAM;
        switch (code) {
            case 0: *to = a + b; break;
            case 1: *to = a - b; break;
            case 2: *to = a ^ b; break;
            case 3: *to = a | b; break;
            case 4: *to = a & b; break;
            case 5: *to = a * b; break;
            case 6: *to = a << (b & 63); break;
            case 7: *to = a >> (b & 63); break;
            case 8: *to = (uint64_t)((int64_t)a >> (b & 63)); break;
            case 9: *to = a < b; break;
            case 10: *to = memory[a & 63]; break;
            case 11: memory[a & 63] = b; break;
            case 12: at = (at + (a & 15)) % PROGRAM; break;
            case 13: at = a > b ? (at + 3) % PROGRAM : at; break;
            case 14: *to = ~a; break;
            case 15: *to = a + i; break;
            case 16: *to = a == b ? 0 : a; break;
            case 17: *to = (uint32_t)a + (uint64_t)(uint32_t)b; break;
            case 18: *to = random_mix(a); break;
            default: *to = a / (b | 1); break;
        }
    }
    uint64_t digest = DIGEST_START;
    for (unsigned i = 0; i < 8; i++) {
        digest = digest_word(digest, r[i]);
    }
    return digest;
}
