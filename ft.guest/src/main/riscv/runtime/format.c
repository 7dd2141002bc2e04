#include "format.h"

#include <stdbool.h>
#include <stdint.h>

struct output {
    char *text;
    size_t size;
    size_t length;
};

static void put(struct output *output, char character) {
    if (output->length < output->size) {
        output->text[output->length++] = character;
    }
}

static void put_number(struct output *output, uint64_t number, unsigned base, unsigned width,
                       char pad) {
    char digits[20];
    unsigned count = 0;
    do {
        digits[count++] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number != 0);
    for (; width > count; width--) {
        put(output, pad);
    }
    while (count > 0) {
        put(output, digits[--count]);
    }
}

static void put_text(struct output *output, const char *text) {
    while (*text != '\0') {
        put(output, *text++);
    }
}

size_t format_text(char *text, size_t size, const char *format, va_list values) {
    struct output output = {text, size, 0};
    for (; *format != '\0'; format++) {
        if (*format != '%') {
            put(&output, *format);
            continue;
        }
        char pad = *++format == '0' ? '0' : ' ';
        unsigned width = 0;
        for (; *format >= '0' && *format <= '9'; format++) {
            width = 10 * width + (unsigned)(*format - '0');
        }
        bool wide = *format == 'l';
        if (wide) {
            format++;
        }
        switch (*format) {
            case 's':
                put_text(&output, va_arg(values, const char *));
                break;
            case 'c':
                put(&output, (char)va_arg(values, int));
                break;
            case 'u':
            case 'x':
                put_number(&output, wide ? va_arg(values, uint64_t) : va_arg(values, unsigned),
                           *format == 'x' ? 16 : 10, width, pad);
                break;
            default:
                put(&output, *format);
                break;
        }
    }
    return output.length;
}
