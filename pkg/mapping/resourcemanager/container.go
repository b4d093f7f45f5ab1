package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// imagePrefix is what the runtime of a site begins with if it is a container.
const imagePrefix = "DOCKER|"

// registrySetting is the app setting that names the registry of the container.
const registrySetting = "DOCKER_REGISTRY_SERVER_URL"

// isImage reports whether a runtime is a container image.
func isImage(runtime string) bool {
	return len(runtime) >= len(imagePrefix) && strings.EqualFold(runtime[:len(imagePrefix)], imagePrefix)
}

// registryOfImage reads the registry from an image name such as
// DOCKER|shop.azurecr.io/web:1. A name without a host is of Docker Hub.
func registryOfImage(runtime value.Of[string]) value.Of[string] {
	image, ok := runtime.Get()
	if !ok || !isImage(image) {
		return value.None[string]()
	}
	host, _, found := strings.Cut(image[len(imagePrefix):], "/")
	if !found || !strings.ContainsAny(host, ".:") {
		return value.None[string]()
	}
	return value.Some(strings.ToLower(host), runtime.At())
}

// linkImage finds the registry of an image whose name is known only after the
// deployment, because the login server of the registry is part of it.
func linkImage(x *index.Index, s *network.Site, runtime iac.Cursor) {
	if !runtime.IsUnknown() {
		return
	}
	x.Later(func() {
		registries, used, closed := index.References[network.Guarded](x, runtime.Value())
		if closed && len(registries) == 1 && used[0] == "properties.loginServer" {
			takeRegistry(s, registries[0], runtime.At())
		}
	})
}

func takeRegistry(s *network.Site, registry *network.Guarded, at source.Range) {
	s.Registry, s.ContainerRegistry = network.To(registry, registry.ID, at), registry.HostName
}

// linkRegistry reads the registry from the app setting with its URL. Where that is
// known only after the deployment, the registry that it refers to tells. The
// name of a registry is no secret, though a setting is.
func linkRegistry(x *index.Index, s *network.Site, url iac.Cursor) {
	if url.NonEmpty().IsAbsent() || s.ContainerRegistry.IsKnown() {
		return
	}
	text, known := url.Text().Get()
	if known {
		s.ContainerRegistry = value.Some(hostOfURL(text), url.At())
		return
	}
	s.ContainerRegistry = value.Undecided[string](url.Pin(), url.At())
	x.Later(func() {
		if registry, ok := soleGuarded(x, url); ok {
			takeRegistry(s, registry, url.At())
		}
	})
}

// hostOfURL returns the host of a URL in lower case.
func hostOfURL(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	host, _, _ := strings.Cut(url, "/")
	return strings.ToLower(host)
}
