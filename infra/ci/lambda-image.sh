#!/usr/bin/env bash
# A stand-in for Lambda's Java base image, under the official one's name and tag, for machines that
# cannot pull it: this machine's JDK, the runtime interface client that Maven fetched for the local
# run, a shell, and the shared libraries that these load. `sam local --skip-pull-image` takes it.
#
#   lambda-image.sh TAG [JDK]    such as: lambda-image.sh 25-x86_64 /usr/lib/jvm/temurin-25
#
# Needs Linux, a Docker engine, a JDK, and `./mvnw -P quick package` done. It takes a few seconds.
set -euo pipefail

home=$(cd "$(dirname "$0")/../.." && pwd)
image=public.ecr.aws/lambda/java:${1:?the tag of the image, such as 25-x86_64}
jdk=${2:-${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}}
clients=("$home"/infra/local/target/lib/{aws-lambda-java,utils-lite}-*.jar)
[ -f "${clients[0]}" ] || { echo "run ./mvnw -P quick package first" >&2; exit 1; }

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,etc,opt,tmp,usr,var/lang,var/rapid,var/runtime/lib,var/task}
chmod 755 "$root"
chmod 1777 "$root/tmp"
ln -s ../bin "$root/usr/bin"
echo 'root:x:0:0::/:/bin/sh' >"$root/etc/passwd"

tar -C "$jdk" -ch --exclude=./jmods --exclude=./src.zip --exclude=./lib/src.zip --exclude=./man \
  --exclude=./legal --exclude=./docs . | tar -C "$root/var/lang" -x
cp "${clients[@]}" "$root/var/runtime/lib"
# SAM moves its emulator into place by these.
for tool in chmod mkdir mv sh; do
  cp -L "$(command -v "$tool")" "$root/bin/$tool"
done
cat >"$root/var/runtime/bootstrap" <<'BOOTSTRAP'
#!/bin/sh
exec /var/lang/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
  "-Xmx$((${AWS_LAMBDA_FUNCTION_MEMORY_SIZE:-512} * 85 / 100))m" -cp '/var/runtime/lib/*' \
  com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$_HANDLER"
BOOTSTRAP
chmod 755 "$root/var/runtime/bootstrap"

# Libraries and the loader keep their paths; C++'s own is for the client's native part.
{
  find "$root/bin" "$root/var/lang/bin/java" "$root/var/lang/lib" -type f \
    \( -path "$root/bin/*" -o -name java -o -name 'lib*.so' \) -exec ldd {} + 2>/dev/null |
    sed -n 's/^.* => \(\/[^ ]*\) .*$/\1/p; s/^\t\(\/[^ ]*\) .*$/\1/p'
  ldconfig -p | sed -n 's/^\t\(libstdc++\|libgcc_s\|libnss_files\|libnss_dns\|libresolv\|librt\|libdl\|libpthread\)\.so\.[0-9]* (libc6.*=> //p'
} | sort -u | grep -v "^$root" | while read -r library; do
  case $library in
    */libX* | */libasound* | */libfreetype* | */i386-* | */lib32/*) continue ;;
  esac
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done

tar -C "$root" -c . | docker import \
  --change 'ENV LANG=C.UTF-8 TZ=:UTC PATH=/var/lang/bin:/bin LAMBDA_TASK_ROOT=/var/task' \
  --change 'ENV LAMBDA_RUNTIME_DIR=/var/runtime JAVA_HOME=/var/lang' \
  --change 'WORKDIR /var/task' \
  --change 'ENTRYPOINT ["/var/runtime/bootstrap"]' \
  - "$image" >/dev/null
echo "built a stand-in for $image from $jdk"
