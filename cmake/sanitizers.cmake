# AddressSanitizer and UndefinedBehaviorSanitizer for everything (preset ci).
option(PGMEND_SANITIZE "Build with ASan and UBSan" OFF)

if(PGMEND_SANITIZE)
  # A null pointer that is followed stops the program under ASan as well. UBSan's own tests of null and alignment, at every
  # access to a member, would be four fifths of the executable and most of the time that it takes to start.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=null,alignment -fno-sanitize-recover=undefined
    -fno-omit-frame-pointer)
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
  add_link_options(-fsanitize=address,undefined)
endif()
