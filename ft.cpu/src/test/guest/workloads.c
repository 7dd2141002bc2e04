/* Workloads to measure and to cross-check the interpreter with; each returns a checksum. */
typedef unsigned long u64;
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;

static u32 seed;

static u32 next(void)
{
    seed = seed * 1664525u + 1013904223u;
    return seed >> 8;
}

/* Sieve of Eratosthenes: byte stores with a stride. */
static u8 composite[1 << 16];

static u64 sieve(u64 rounds)
{
    u64 count = 0;
    for (u64 round = 0; round < rounds; round++) {
        for (u32 i = 0; i < sizeof composite; i++)
            composite[i] = 0;
        for (u32 i = 2; i < sizeof composite; i++) {
            if (!composite[i]) {
                count++;
                for (u32 j = 2 * i; j < sizeof composite; j += i)
                    composite[j] = 1;
            }
        }
    }
    return count;
}

/* Integer matrix product. */
#define SIDE 48
static int left[SIDE][SIDE], right[SIDE][SIDE], product[SIDE][SIDE];

static u64 matrix(u64 rounds)
{
    u64 sum = 0;
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            left[i][j] = (int)next() % 100;
            right[i][j] = (int)next() % 100;
        }
    for (u64 round = 0; round < rounds; round++) {
        for (int i = 0; i < SIDE; i++)
            for (int j = 0; j < SIDE; j++) {
                int cell = 0;
                for (int k = 0; k < SIDE; k++)
                    cell += left[i][k] * right[k][j];
                product[i][j] = cell;
            }
        for (int i = 0; i < SIDE; i++)
            sum = sum * 31 + (u64)(unsigned)product[i][(i + round) % SIDE];
        left[round % SIDE][0]++;
    }
    return sum;
}

/* Bitwise CRC: shifts and data-dependent branches. */
static u64 crc(u64 rounds)
{
    u32 value = 0xffffffff;
    for (u64 round = 0; round < rounds; round++) {
        for (u32 i = 0; i < 1024; i++) {
            value ^= (u8)(i * 7 + round);
            for (int bit = 0; bit < 8; bit++)
                value = value & 1 ? value >> 1 ^ 0xedb88320u : value >> 1;
        }
    }
    return value;
}

/* A linked list in random order that is walked, searched and reversed. */
struct node {
    struct node *next;
    long key;
};

static struct node nodes[4096];

static u64 list(u64 rounds)
{
    u32 order[4096];
    u64 sum = 0;
    for (u32 i = 0; i < 4096; i++)
        order[i] = i;
    for (u32 i = 4095; i > 0; i--) {
        u32 j = next() % (i + 1), swap = order[i];
        order[i] = order[j];
        order[j] = swap;
    }
    for (u32 i = 0; i < 4096; i++) {
        nodes[order[i]].next = i == 4095 ? 0 : &nodes[order[i + 1]];
        nodes[order[i]].key = next() & 0xffff;
    }
    struct node *head = &nodes[order[0]];
    for (u64 round = 0; round < rounds; round++) {
        struct node *reversed = 0;
        long key = next() & 0xffff, nearest = 1 << 20;
        while (head) {
            struct node *rest = head->next;
            long distance = head->key > key ? head->key - key : key - head->key;
            if (distance < nearest)
                nearest = distance;
            head->next = reversed;
            reversed = head;
            head = rest;
        }
        head = reversed;
        sum = sum * 31 + (u64)nearest;
    }
    return sum;
}

/* A table-driven state machine over text, as lexers and CoreMark's state kernel have it. */
static u64 machine(u64 rounds)
{
    static const char text[] = "5012,-874.5e3,+122,0x1f,T0.3e-1F,-.5,8.7e+9,abc,+.,7e;";
    u32 counts[8] = {0};
    u64 sum = 0;
    for (u64 round = 0; round < rounds; round++) {
        u32 state = 0;
        for (const char *at = text; *at; at++) {
            char c = *at;
            switch (state) {
            case 0:
                state = c >= '0' && c <= '9' ? 1 : c == '+' || c == '-' ? 2 : c == '.' ? 3 : 7;
                break;
            case 1:
                state = c >= '0' && c <= '9' ? 1 : c == '.' ? 3 : c == 'e' ? 4 : c == ',' ? 0 : 7;
                break;
            case 2:
                state = c >= '0' && c <= '9' ? 1 : c == '.' ? 3 : 7;
                break;
            case 3:
                state = c >= '0' && c <= '9' ? 3 : c == 'e' ? 4 : c == ',' ? 0 : 7;
                break;
            case 4:
                state = c == '+' || c == '-' ? 5 : c >= '0' && c <= '9' ? 6 : 7;
                break;
            case 5:
            case 6:
                state = c >= '0' && c <= '9' ? 6 : c == ',' ? 0 : 7;
                break;
            default:
                state = c == ',' ? 0 : 7;
            }
            counts[state]++;
        }
        sum = sum * 31 + counts[round & 7];
    }
    return sum;
}

/* Quicksort by recursion: calls, returns, stack. */
static int keys[2048];

static void sort(int *from, int *to)
{
    if (to - from < 2)
        return;
    int pivot = from[(to - from) / 2], *low = from, *high = to - 1;
    while (low <= high) {
        while (*low < pivot)
            low++;
        while (*high > pivot)
            high--;
        if (low <= high) {
            int swap = *low;
            *low++ = *high;
            *high-- = swap;
        }
    }
    sort(from, high + 1);
    sort(low, to);
}

static u64 quicksort(u64 rounds)
{
    u64 sum = 0;
    for (u64 round = 0; round < rounds; round++) {
        for (u32 i = 0; i < 2048; i++)
            keys[i] = (int)next();
        sort(keys, keys + 2048);
        for (u32 i = 0; i < 2048; i += 64)
            sum = sum * 31 + (u64)keys[i];
    }
    return sum;
}

/* A mixture like CoreMark's: list, matrix, state machine, CRC. */
static u64 mixture(u64 rounds)
{
    u64 sum = 0;
    for (u64 round = 0; round < rounds; round++)
        sum = sum * 31 + list(1) + matrix(1) + machine(40) + crc(2);
    return sum;
}

/* Divisions and long multiplications. */
static u64 arithmetic(u64 rounds)
{
    u64 sum = 1;
    for (u64 round = 1; round <= rounds * 1000; round++) {
        sum = sum * 6364136223846793005ul + round;
        sum += (u64)((unsigned __int128)sum * (round | 0x8000000000000001ul) >> 64);
        sum ^= sum / (round * 7 + 1) + (u64)((long)sum % (long)(round + 3));
        sum += (u32)sum / ((u32)round | 1) + (u64)((int)sum % (int)(round + 5));
    }
    return sum;
}

/* Random walks over 4 MiB: what change tracking costs most. */
static u64 walk[1 << 19];

static u64 pages(u64 rounds)
{
    u64 sum = 0;
    for (u64 round = 0; round < rounds * 1000; round++) {
        u32 at = next() & ((1 << 19) - 1);
        walk[at] += round;
        sum += walk[at ^ 512];
    }
    return sum;
}

/* In floats.c. */
u64 floats(u64 rounds);

u64 workload(u64 which, u64 rounds)
{
    seed = 12345;
    switch (which) {
    case 0: return mixture(rounds);
    case 1: return sieve(rounds);
    case 2: return matrix(rounds);
    case 3: return crc(rounds);
    case 4: return list(rounds);
    case 5: return machine(rounds);
    case 6: return quicksort(rounds);
    case 7: return arithmetic(rounds);
    case 8: return pages(rounds);
    case 9: return floats(rounds);
    default: return 0;
    }
}
