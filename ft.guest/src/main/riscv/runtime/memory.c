/* What the compiler takes for granted, word by word where both sides allow it. */
#include "runtime.h"

void *memcpy(void *to, const void *from, size_t length) {
    unsigned char *target = to;
    const unsigned char *source = from;
    if ((((uintptr_t)target | (uintptr_t)source) & 7) == 0) {
        for (; length >= 8; length -= 8, target += 8, source += 8) {
            *(uint64_t *)(void *)target = *(const uint64_t *)(const void *)source;
        }
    }
    while (length-- > 0) {
        *target++ = *source++;
    }
    return to;
}

void *memset(void *to, int value, size_t length) {
    unsigned char *target = to;
    if (((uintptr_t)target & 7) == 0) {
        uint64_t word = (unsigned char)value * 0x0101010101010101ull;
        for (; length >= 8; length -= 8, target += 8) {
            *(uint64_t *)(void *)target = word;
        }
    }
    while (length-- > 0) {
        *target++ = (unsigned char)value;
    }
    return to;
}

int memcmp(const void *one, const void *other, size_t length) {
    const unsigned char *a = one;
    const unsigned char *b = other;
    for (; length > 0; length--, a++, b++) {
        if (*a != *b) {
            return *a - *b;
        }
    }
    return 0;
}

size_t strlen(const char *text) {
    size_t length = 0;
    while (text[length] != '\0') {
        length++;
    }
    return length;
}

bool text_equal(const char *one, const char *other) {
    while (*one != '\0' && *one == *other) {
        one++;
        other++;
    }
    return *one == *other;
}
