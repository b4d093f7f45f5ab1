# The image of a release, of binaries that were built before, one a platform.
FROM scratch
ARG TARGETPLATFORM
COPY $TARGETPLATFORM/appnetlint /appnetlint
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/appnetlint"]
