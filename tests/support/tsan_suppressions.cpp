#if defined(__SANITIZE_THREAD__)

// Read by ThreadSanitizer at start. Debian's cpp-httplib is not instrumented: that a function's static variable was
// made by another thread before is not seen there, so reading it looks like a race. libfaketime, by which tests set the
// clock of a program, reads its file in every thread that asks for the time.
extern "C" const char* __tsan_default_suppressions() {
  return "called_from_lib:libcpp-httplib.so\n"
         "called_from_lib:libfaketime.so\n";
}

#endif
