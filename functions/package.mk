# How `sam build` makes a function's package: Maven makes it with all it needs, and SAM gets what
# Lambda would unpack from it. Included by each function's Makefile, which sets `module`.

package := functions/$(module)/target/function.zip
jar := $(if $(JAVA_HOME),"$(JAVA_HOME)/bin/jar",jar)

build-%:
	./mvnw -q -B -ntp -P quick -pl functions/$(module) -am package
	cd "$(ARTIFACTS_DIR)" && $(jar) --extract --file "$(abspath $(package))"
