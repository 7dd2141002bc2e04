/* Work with floating point numbers of 64 bits, whose bits are the same on every machine. */
#include "random.h"
#include "runtime.h"
#include "work.h"

#define MSTATUS_FS_DIRTY (3ul << 13)

static void float_on(void) { __asm__ volatile("csrs mstatus, %0" : : "r"(MSTATUS_FS_DIRTY)); }

static uint64_t bits(double value) {
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    return word;
}

static double root(double square) {
    double result;
    __asm__("fsqrt.d %0, %1" : "=f"(result) : "f"(square));
    return result;
}

/* nbody: five bodies that pull each other: additions, products, roots and divisions. */

#define BODIES 5
#define MOVES 40000

static struct body {
    double place[3];
    double speed[3];
    double mass;
} bodies[BODIES];

void bodies_begin(void) { float_on(); }

static void place_bodies(void) {
    for (unsigned i = 0; i < BODIES; i++) {
        for (unsigned axis = 0; axis < 3; axis++) {
            bodies[i].place[axis] = (double)((i + 1) * (i + 2) * (axis + 1) % 17) - 8;
            bodies[i].speed[axis] = ((double)((i * 5 + axis * 3) % 7) - 3) / 16;
        }
        bodies[i].mass = i == 0 ? 32 : 0.125 * (double)i;
    }
}

static void move(double time) {
    for (unsigned i = 0; i < BODIES; i++) {
        for (unsigned k = i + 1; k < BODIES; k++) {
            double way[3];
            double square = 0.01;
            for (unsigned axis = 0; axis < 3; axis++) {
                way[axis] = bodies[i].place[axis] - bodies[k].place[axis];
                square += way[axis] * way[axis];
            }
            double pull = time / (square * root(square));
            for (unsigned axis = 0; axis < 3; axis++) {
                bodies[i].speed[axis] -= way[axis] * bodies[k].mass * pull;
                bodies[k].speed[axis] += way[axis] * bodies[i].mass * pull;
            }
        }
    }
    for (unsigned i = 0; i < BODIES; i++) {
        for (unsigned axis = 0; axis < 3; axis++) {
            bodies[i].place[axis] += time * bodies[i].speed[axis];
        }
    }
}

uint64_t bodies_lap(void) {
    place_bodies();
    for (unsigned i = 0; i < MOVES; i++) {
        move(0.001);
    }
    uint64_t digest = DIGEST_START;
    for (unsigned i = 0; i < BODIES; i++) {
        digest = digest_word(digest, bits(bodies[i].place[0]));
        digest = digest_word(digest, bits(bodies[i].speed[1]));
    }
    return digest;
}

/* linear: equations solved by elimination; products and sums in long rows. */

#define ORDER 100
#define SYSTEMS 12

static double equations[ORDER][ORDER + 1];

void linear_begin(void) { float_on(); }

static void add_row(double *to, const double *from, double factor, unsigned first) {
    for (unsigned k = first; k <= ORDER; k++) {
        to[k] += factor * from[k];
    }
}

static double magnitude(double value) { return value < 0 ? -value : value; }

static void eliminate(void) {
    for (unsigned i = 0; i < ORDER; i++) {
        unsigned pivot = i;
        for (unsigned k = i + 1; k < ORDER; k++) {
            if (magnitude(equations[k][i]) > magnitude(equations[pivot][i])) {
                pivot = k;
            }
        }
        for (unsigned k = i; pivot != i && k <= ORDER; k++) {
            double swapped = equations[i][k];
            equations[i][k] = equations[pivot][k];
            equations[pivot][k] = swapped;
        }
        for (unsigned row = i + 1; row < ORDER; row++) {
            add_row(equations[row], equations[i], -equations[row][i] / equations[i][i], i);
        }
    }
    for (unsigned i = ORDER; i-- > 0;) {
        for (unsigned k = i + 1; k < ORDER; k++) {
            equations[i][ORDER] -= equations[i][k] * equations[k][ORDER];
        }
        equations[i][ORDER] /= equations[i][i];
    }
}

uint64_t linear_lap(void) {
    uint64_t seed = 5;
    uint64_t digest = DIGEST_START;
    for (unsigned system = 0; system < SYSTEMS; system++) {
        for (unsigned i = 0; i < ORDER; i++) {
            for (unsigned k = 0; k <= ORDER; k++) {
                equations[i][k] = (double)random_below(&seed, 1 << 20) / (1 << 19) - 1;
            }
        }
        eliminate();
        digest = digest_word(digest, bits(equations[ORDER / 2][ORDER]));
    }
    return digest;
}
