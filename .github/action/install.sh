#!/usr/bin/env bash
# Installs a release of appnetlint into $RUNNER_TEMP and puts it on the path of the steps to
# come. VERSION is a tag or "latest". What is downloaded has to have the checksum that the
# release lists for it.
set -euo pipefail

repository=appnetlint/appnetlint
releases=${APPNETLINT_RELEASES:-https://github.com/$repository/releases}
version=${VERSION:-latest}
fetch() { curl --fail --silent --show-error --location --retry 3 "$@"; }

if [ "$version" = latest ]; then
  version=$(fetch --head --output /dev/null --write-out '%{url_effective}' "$releases/latest")
  version=${version##*/}
fi
case $version in
  v[0-9]*) ;;
  *) echo "::error::\"$version\" is no version of appnetlint: name a tag such as v0.1.0" >&2; exit 2 ;;
esac

case $(uname -s) in
  Linux) os=linux ;;
  Darwin) os=darwin ;;
  MINGW* | MSYS* | CYGWIN*) os=windows ;;
  *) echo "::error::There is no release for $(uname -s)" >&2; exit 2 ;;
esac
case $(uname -m) in
  x86_64 | amd64) arch=amd64 ;;
  arm64 | aarch64) arch=arm64 ;;
  *) echo "::error::There is no release for $(uname -m)" >&2; exit 2 ;;
esac
ending=tar.gz
[ $os != windows ] || ending=zip
archive=appnetlint_${version#v}_${os}_${arch}.$ending

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! fetch --output "$work/checksums.txt" "$releases/download/$version/checksums.txt" ||
  ! fetch --output "$work/$archive" "$releases/download/$version/$archive"; then
  if command -v go >/dev/null; then
    echo "There is no release $version to download; building it with Go."
    go install "github.com/$repository/cmd/appnetlint@$version"
    go env GOPATH | sed 's#$#/bin#' >>"$GITHUB_PATH"
    exit 0
  fi
  echo "::error::appnetlint $version cannot be downloaded, and there is no Go to build it" >&2
  exit 2
fi

wanted=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$work/checksums.txt")
if command -v sha256sum >/dev/null; then
  got=$(sha256sum "$work/$archive")
else
  got=$(shasum -a 256 "$work/$archive")
fi
if [ -z "$wanted" ] || [ "$wanted" != "${got%% *}" ]; then
  echo "::error::The checksum of $archive is not that of the release" >&2
  exit 2
fi

bin=$RUNNER_TEMP/appnetlint-$version
mkdir -p "$bin"
if [ $ending = zip ]; then
  unzip -q -o "$work/$archive" -d "$bin"
else
  tar -xzf "$work/$archive" -C "$bin"
fi
echo "$bin" >>"$GITHUB_PATH"
"$bin/appnetlint" version
