/* The console of a program that was built without one (-Dconsole=false): no files, so that no address is taken. */
#include "http/console.h"

const ConsoleFile console_files[] = { { 0 } };
const gsize console_file_count = 0;
