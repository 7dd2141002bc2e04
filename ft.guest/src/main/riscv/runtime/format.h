#ifndef FORMAT_H
#define FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/* Writes at most size characters, no NUL; says how many. */
size_t format_text(char *text, size_t size, const char *format, va_list values);

#endif
