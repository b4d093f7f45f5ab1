# The image of a release, of a binary that was built before.
FROM scratch
COPY appnetlint /appnetlint
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/appnetlint"]
