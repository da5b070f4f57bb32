# Pinwheel: build, test, install.            `make help` lists the targets.
#
#   BUILD=release (default), debug, asan or tsan    each has its own folder under build/
#   MPI=1                                     `sweep` and `replicate` spread runs over the processes of mpirun (Open MPI)
#   CC=clang, CFLAGS=..., LDFLAGS=...         as usual; CFLAGS come last
#   PREFIX=/usr/local, DESTDIR=               where `make install` puts the program and its configs

BUILD ?= release
PREFIX ?= /usr/local
PACKAGES = gsl libpng zlib libconfig hdf5 jansson pangocairo glib-2.0
TEST_PACKAGES = cmocka
# Readers of some files from elsewhere are built where their library is found (sim/arrays).
FOUND_PACKAGES := $(foreach package,matio libtiff-4 libzip,$(shell pkg-config --exists $(package) && echo $(package)))
# So is the server of `watch`, which the library does not have.
WATCH_PACKAGES := $(shell pkg-config --exists libmicrohttpd && echo libmicrohttpd)
# The calls of HDF5 are those of its release 1.10, in later ones as well.
CSTANDARD = -std=c17 -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DH5_USE_110_API
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wdouble-promotion -Wstrict-prototypes \
    -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wvla -Wundef -Wformat=2
# Constants are enumerators here, in sums of fractions as well. Under the sanitizers some loops stay without vectors.
ifneq ($(filter clang%,$(CC)),)
WARNINGS += -Wno-enum-float-conversion -Wno-pass-failed
endif

ifeq ($(BUILD),release)
MODE = -O3 -g
else ifeq ($(BUILD),debug)
MODE = -O0 -g3
else ifeq ($(BUILD),asan)
MODE = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
ifneq ($(filter clang%,$(CC)),)
MODE += -fsanitize=fuzzer-no-link
endif
else ifeq ($(BUILD),tsan)
MODE = -O1 -g -fsanitize=thread
else
$(error BUILD=$(BUILD) is not known: release, debug, asan or tsan)
endif

ifeq ($(MPI),1)
ifeq ($(shell command -v mpicc),)
$(error MPI=1 needs mpicc of Open MPI; on Debian, install libopenmpi-dev and openmpi-bin)
endif
MPI_CFLAGS = -DPINWHEEL_MPI $(patsubst -I%,-isystem %,$(shell mpicc --showme:compile))
MPI_LIBRARIES = $(shell mpicc --showme:link)
endif

OUT := build/$(BUILD)$(if $(filter clang%,$(CC)),-clang)$(if $(MPI_CFLAGS),-mpi)
# Objects serve the program and the library.
ALL_CFLAGS = $(CSTANDARD) $(WARNINGS) $(MODE) -fPIC -fno-semantic-interposition -fopenmp -ffp-contract=off -Isim -Ianalysis -I$(OUT) \
    $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PACKAGES) $(FOUND_PACKAGES) $(WATCH_PACKAGES) 2>/dev/null)) $(CFLAGS)
ALL_LDFLAGS = $(MODE) -fopenmp $(LDFLAGS)
LIBRARIES = $(shell pkg-config --libs $(PACKAGES) $(FOUND_PACKAGES) 2>/dev/null) -lm
WATCH_LIBRARIES = $(if $(WATCH_PACKAGES),$(shell pkg-config --libs $(WATCH_PACKAGES)))

# The hot kernels are one source compiled once for each kind of processor, and chosen when the program runs.
KERNEL_SETS = baseline
ifneq ($(filter x86_64 amd64,$(shell uname -m)),)
KERNEL_SETS += avx2 avx512
endif
KERNEL_FLAGS_baseline =
KERNEL_FLAGS_avx2 = -mavx2
KERNEL_FLAGS_avx512 = -mavx512f -mavx512vl -mavx512bw -mavx512dq -mprefer-vector-width=512

SOURCES = $(filter-out sim/kernels/kernels_%.c,$(wildcard sim/*/*.c analysis/*/*.c))
OBJECTS = $(SOURCES:%.c=$(OUT)/%.o) $(KERNEL_SETS:%=$(OUT)/sim/kernels/kernels_%.o)
PROGRAM_OBJECTS = $(filter-out $(OUT)/sim/verbs/main.o,$(OBJECTS))
TESTS = $(patsubst tests/%.c,$(OUT)/tests/%,$(wildcard tests/*/test_*.c))
TEST_HELPERS = $(patsubst %.c,$(OUT)/%.o,$(wildcard tests/helpers/*.c))
FUZZ_OBJECTS = $(patsubst %.c,$(OUT)/%.o,$(filter-out tests/fuzz/main.c tests/fuzz/test_%.c,$(wildcard tests/fuzz/*.c)))

# The library: the same objects less the program's verbs and pages, less the processes that make many runs (child_*,
# ranks), and less the functions that end the program where a library's request for memory fails, which would take the
# place of the host's.
INTERFACE = 1
LIBRARY = $(OUT)/library
LIBRARY_OBJECTS = $(filter-out $(OUT)/sim/verbs/% $(OUT)/sim/watch/% $(OUT)/sim/batch/child_% $(OUT)/sim/batch/ranks.o \
    $(OUT)/sim/base/memory_libraries.o,$(OBJECTS))

# Program and shared library show plug-ins the names of sim/library/plugin_names.h.
PLUGIN_NAMES = $(shell sed -n 's/^\#define \([a-z_]*\) \([a-z_]*\)$$/-Wl,--defsym=\2=\1/p' sim/library/plugin_names.h)

MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all library python overhead demo test run-tests units races validation recovery fuzz docs results reliability gallery watch-picture figures bench install clean help libraries FORCE

all: pinwheel                ## build ./pinwheel (also what `make` alone does)

pinwheel: $(OUT)/pinwheel
	@cp --remove-destination $< $@ # a run may be at work with the former one

$(OUT)/pinwheel: $(filter-out $(OUT)/sim/library/%,$(OBJECTS)) sim/library/plugin_names.h
	@echo "link $@"
	@$(CC) $(ALL_LDFLAGS) $(PLUGIN_NAMES) -Wl,--export-dynamic-symbol='pinwheel_plugin_*' $(filter %.o,$^) $(MPI_LIBRARIES) $(WATCH_LIBRARIES) $(LIBRARIES) -o $@

# -MMD -MP: each object remembers the headers it was made from, in a .d file read below.
$(OUT)/%.o: %.c $(OUT)/flags | libraries
	@mkdir -p $(@D)
	@echo "cc   $<"
	@$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(KERNEL_SETS:%=$(OUT)/sim/kernels/kernels_%.o): $(OUT)/sim/kernels/kernels_%.o: sim/kernels/kernels_vector.c $(OUT)/flags | libraries
	@mkdir -p $(@D)
	@echo "cc   $< ($*)"
	@$(CC) $(ALL_CFLAGS) $(KERNEL_FLAGS_$*) -DKERNEL_SET=kernels_$* -DKERNEL_NAME='"$*"' -MMD -MP -c $< -o $@

$(OUT)/sim/batch/ranks.o: ALL_CFLAGS += $(MPI_CFLAGS)

# The names that others see: the functions of pinwheel.h, and what plug-ins may use.
$(LIBRARY)/exported.txt: sim/library/pinwheel.h sim/library/plugin_names.h
	@mkdir -p $(@D)
	@{ grep -ohE 'pinwheel_[a-z_]+\(' $< | tr -d '('; awk '/^#define/ { print $$3 }' sim/library/plugin_names.h; } | sort -u > $@

$(LIBRARY)/libpinwheel.so.$(INTERFACE): $(LIBRARY_OBJECTS) $(LIBRARY)/exported.txt
	@echo "link $@"
	@{ echo '{ global:'; sed 's/$$/;/' $(LIBRARY)/exported.txt; echo 'local: *; };'; } > $(LIBRARY)/exported.map
	@$(CC) $(ALL_LDFLAGS) $(PLUGIN_NAMES) -shared -Wl,-z,defs -Wl,-soname,libpinwheel.so.$(INTERFACE) \
	    -Wl,--version-script=$(LIBRARY)/exported.map $(filter %.o,$^) $(LIBRARIES) -o $@
	@ln -sf libpinwheel.so.$(INTERFACE) $(LIBRARY)/libpinwheel.so

# One object whose only global names are the same.
$(LIBRARY)/libpinwheel.a: $(LIBRARY_OBJECTS) $(LIBRARY)/exported.txt
	@echo "link $@"
	@rm -f $@
	@ld -r $(PLUGIN_NAMES:-Wl,%=%) $(filter %.o,$^) -o $(LIBRARY)/libpinwheel.o
	@objcopy --keep-global-symbols=$(LIBRARY)/exported.txt $(LIBRARY)/libpinwheel.o
	@ar rcs $@ $(LIBRARY)/libpinwheel.o

$(LIBRARY)/pinwheel.pc: sim/library/pinwheel.pc.in sim/files/provenance.h FORCE
	@mkdir -p $(@D)
	@sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@PACKAGES@|$(PACKAGES) $(FOUND_PACKAGES)|' \
	    -e "s|@VERSION@|$$(sed -n 's/#define PINWHEEL_VERSION "\(.*\)"/\1/p' sim/files/provenance.h)|" $< > $@

library: $(LIBRARY)/libpinwheel.so.$(INTERFACE) $(LIBRARY)/libpinwheel.a $(LIBRARY)/pinwheel.pc  ## build libpinwheel, static and shared, in build/release/library

# The first Python that has what the module and its tests need, with the library as just built.
WITH_PYTHON = for python in python3 /usr/bin/python3; do $$python -c 'import numpy, pytest' 2>/dev/null && break; python=; done; \
    [ -n "$$python" ] || { echo "on Debian, install python3-numpy, python3-h5py and python3-pytest" >&2; exit 1; }; \
    export PINWHEEL_LIBRARY=$$PWD/$(LIBRARY)/libpinwheel.so.$(INTERFACE) PYTHONPATH=python

python: pinwheel library     ## test the Python module, and make its wheel in build/release/python
	@$(WITH_PYTHON); PINWHEEL=$$PWD/$(OUT)/pinwheel $$python -m pytest -q -p no:cacheprovider python/tests && \
	    $$python python/build_wheel.py $(OUT)/python

overhead: pinwheel library   ## what stepping from Python and a plug-in cost, on a machine with nothing else to do: a minute
	@$(WITH_PYTHON); $$python python/tests/overhead.py $(OUT)/pinwheel

$(OUT)/sim/files/provenance.o: $(OUT)/version.h

# What objects are made with: other flags make all of them again.
$(OUT)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CFLAGS)' > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# Replaced only when it changed, so that a commit does not rebuild everything.
$(OUT)/version.h: FORCE
	@mkdir -p $(@D)
	@printf '#define PINWHEEL_COMMIT "%s"\n#define PINWHEEL_FLAGS "%s"\n' \
	    "$$(git describe --always --dirty --abbrev=12 2>/dev/null || echo unknown)" \
	    "$(strip $(MODE) -ffp-contract=off $(CFLAGS))" > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# FOUND_MATIO, FOUND_LIBTIFF_4, FOUND_LIBZIP, FOUND_LIBMICROHTTPD.
$(OUT)/found_libraries.h: FORCE
	@mkdir -p $(@D)
	@{ for package in $(FOUND_PACKAGES) $(WATCH_PACKAGES); do echo "#define FOUND_$$package 1"; done; } | tr a-z- A-Z_ | \
	    sed 's/^#DEFINE/#define/' > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(patsubst %.c,$(OUT)/%.o,$(wildcard sim/arrays/format_*.c) sim/watch/server.c tests/arrays/test_data_file.c): $(OUT)/found_libraries.h

$(OUT)/sim/watch/embedded.o: $(wildcard sim/watch/page/*)

# The bench's model, built into the program: a line of C for each line of the config.
$(OUT)/gcal_config.h: configs/gcal/gcal.cfg
	@mkdir -p $(@D)
	@{ echo 'static const char *const gcal_config[] = {'; \
	    sed 's/[\\"]/\\&/g; s/.*/    "&\\n",/' $<; echo '    0};'; } > $@

$(OUT)/sim/verbs/bench.o: $(OUT)/gcal_config.h

$(OUT)/tests/%.o: ALL_CFLAGS += -Itests

$(TESTS): %: %.o $(TEST_HELPERS) $(PROGRAM_OBJECTS)
	@echo "link $@"
	@$(CC) $(ALL_LDFLAGS) $^ $(MPI_LIBRARIES) $(WATCH_LIBRARIES) $(LIBRARIES) $(shell pkg-config --libs $(TEST_PACKAGES)) -o $@

$(OUT)/tests/fuzz/test_corpus: $(FUZZ_OBJECTS)

$(OUT)/fuzz: $(OUT)/tests/fuzz/main.o $(FUZZ_OBJECTS) $(PROGRAM_OBJECTS)
	@echo "link $@"
	@$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -Wl,--wrap=guarded_run $^ $(WATCH_LIBRARIES) $(LIBRARIES) -o $@

-include $(OBJECTS:.o=.d) $(TESTS:=.d) $(TEST_HELPERS:.o=.d) $(FUZZ_OBJECTS:.o=.d)

libraries:
	@.ci/install-packages --check

demo:                        ## install what is missing, build, develop a map, say where it is
	@.ci/install-packages
	@$(MAKE) --no-print-directory pinwheel
	@./pinwheel run configs/gcal/demo.cfg
	@run=$$(ls -d outputs/demo-* | sort | tail -n 1); echo "Look at:"; \
	    ls -d $$run/maps/orientation-preference-005000.png $$run/maps/orientation-polar-005000.png \
	    $$run/maps/receptive_fields-005000.png $$run/maps/orientation-development.png; \
	    echo "To watch such a map develop in your browser: ./pinwheel watch configs/gcal/demo.cfg"

test:                        ## install what is missing, build, run all tests
	@.ci/install-packages --tests
	@$(MAKE) --no-print-directory run-tests

run-tests: pinwheel library $(TESTS)
	@tests/run-tests $(OUT)

units: $(TESTS)              ## run the unit tests alone (with BUILD=asan: under the sanitizers)
	@tests/run-tests $(OUT) --units-only

# The sanitizer learns what OpenMP does from clang's libomp, by the library archer that comes with it.
races:                       ## look for races between threads, with clang's thread sanitizer: some minutes
	@$(MAKE) --no-print-directory BUILD=tsan CC=clang build/tsan-clang/pinwheel \
	    build/tsan-clang/tests/library/test_pinwheel build/tsan-clang/tests/library/test_host_kinds
	@export TSAN_OPTIONS="ignore_noninstrumented_modules=1 halt_on_error=1"; \
	    build/tsan-clang/tests/library/test_pinwheel && build/tsan-clang/tests/library/test_host_kinds && \
	    for run in "gcal/demo iterations=200" "unified/unified iterations=50" "groups/excitation-inhibition iterations=50"; do \
	    set -- $$run; build/tsan-clang/pinwheel run configs/$$1.cfg $$2 --threads 2 -q --force -o build/tsan-clang/run || exit 1; done

# EXPERIMENTS=200, or another number of at least 100.
VALIDATIONS := $(addprefix $(OUT)/tests/imaging/,test_confidence test_measure_confidence)
validation: $(VALIDATIONS)   ## how often intervals hold the truth, over 200 experiments: half an hour
	@for test in $^; do EXPERIMENTS=$${EXPERIMENTS:-200} $$test || exit 1; done

# FITS=100, or another number.
recovery: $(OUT)/tests/fitting/test_recovery ## how often fits recover known settings, over 100 fits of each kind: some minutes
	@FITS=$${FITS:-100} $<

# FUZZ_SECONDS=60 for each kind of input, or FUZZ_RUNS=N inputs; FUZZ_TARGETS="network sweep" for some of them.
fuzz: pinwheel               ## read made-up inputs of all kinds with clang's libFuzzer: a minute each
	@$(MAKE) --no-print-directory BUILD=asan CC=clang build/asan-clang/fuzz
	@tests/fuzz/run-fuzz build/asan-clang/fuzz ./pinwheel

docs: pinwheel               ## write docs/configuration.md from the tables of settings
	./pinwheel describe --markdown > docs/configuration.md

bench: pinwheel              ## measure the speed here and write docs/performance.md, about 20 minutes
	docs/make-performance

results: pinwheel            ## test all claims again, and make docs/results.md and docs/results: about half a day on two cores
	docs/make-results

reliability: pinwheel        ## treat the program hard and write docs/reliability.md: about an hour
	docs/make-reliability

gallery: pinwheel            ## make docs/gallery.md and its pictures again: a few minutes
	docs/make-gallery

figures: pinwheel            ## make docs/figures.md and its pictures again: about fifteen minutes
	docs/make-figures

install: pinwheel library    ## copy program, library, header, configs and docs to PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include
	install -m 755 pinwheel $(DESTDIR)$(PREFIX)/bin/pinwheel
	install -m 644 $(LIBRARY)/libpinwheel.a $(DESTDIR)$(PREFIX)/lib/libpinwheel.a
	install -m 755 $(LIBRARY)/libpinwheel.so.$(INTERFACE) $(DESTDIR)$(PREFIX)/lib/libpinwheel.so.$(INTERFACE)
	ln -sf libpinwheel.so.$(INTERFACE) $(DESTDIR)$(PREFIX)/lib/libpinwheel.so
	install -m 644 $(LIBRARY)/pinwheel.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig/pinwheel.pc
	install -m 644 sim/library/pinwheel.h sim/library/pinwheel_plugin.h $(DESTDIR)$(PREFIX)/include
	for half in sim analysis; do (cd $$half && find . -name '*.h') | while read -r header; do \
	    install -D -m 644 "$$half/$$header" "$(DESTDIR)$(PREFIX)/include/pinwheel/$$header" || exit 1; done; done
	find configs docs -name '*.*' -type f | while read -r file; do \
	    install -D -m 644 "$$file" "$(DESTDIR)$(PREFIX)/share/pinwheel/$$file" || exit 1; done
	install -m 644 README.md LICENSE CITATION.cff $(DESTDIR)$(PREFIX)/share/pinwheel

clean:                       ## remove what was built (outputs/ stays)
	rm -rf build pinwheel

help:                        ## list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | \
	    while IFS='|' read -r target what; do printf '%-16s %s\n' "$$target" "$$what"; done
