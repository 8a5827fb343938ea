#if defined(__SANITIZE_THREAD__)

// Read by ThreadSanitizer at start. Debian's cpp-httplib is not instrumented: that a function's static variable was
// made by another thread before is not seen there, so reading it looks like a race.
extern "C" const char* __tsan_default_suppressions() {
  return "called_from_lib:libcpp-httplib.so\n";
}

#endif
