package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// imagePrefix is what the runtime of a site begins with if it is a container.
const imagePrefix = "DOCKER|"

// fillContainer maps the container that a site runs, if it does. The attributes
// have other names in version 3 and with function apps.
func (k app) fillContainer(x *index.Index, config attributes, s *network.Site) {
	stack := config.computed("application_stack")
	image := value.Map(imageOf(stack), func(name string) string { return imagePrefix + name })
	switch {
	case k.os == network.Linux:
		s.LinuxFxVersion = index.Prefer(image, config.computed("linux_fx_version").NonEmpty())
	case k.kind == network.WebApp:
		image = index.Prefer(image, config.computed("windows_fx_version").NonEmpty())
		s.WindowsContainer = value.Map(image, isImage)
	}
	if url := registryOf(stack); !url.NonEmpty().IsAbsent() {
		fillRegistry(x, url, s)
		return
	}
	s.ContainerRegistry = registryOfImage(image)
}

// imageOf reads the name of the image in an application stack.
func imageOf(stack attributes) value.Of[string] {
	switch {
	case stack.missing(): // as with most sites
		return value.None[string]()
	case stack.IsUnknown():
		return value.Undecided[string](stack.Pin(), stack.At())
	}
	return index.Prefer(
		stack.listed("docker_image_name").NonEmpty(),
		stack.listed("docker").listed("image_name").NonEmpty(),
		stack.listed("docker_image").NonEmpty(),
		stack.listed("docker_container_name").NonEmpty(),
	)
}

// registryOf moves to the URL of the registry in an application stack; to nothing
// where none is written.
func registryOf(stack attributes) attributes {
	if !stack.missing() {
		for _, url := range []attributes{
			stack.listed("docker_registry_url"), stack.listed("docker").listed("registry_url"), stack.listed("docker_container_registry"),
		} {
			if !url.NonEmpty().IsAbsent() {
				return url
			}
		}
	}
	return stack.nothing("")
}

// fillImages maps the container of types that write the runtime as it is sent.
func fillImages(_ *index.Index, config attributes, s *network.Site) {
	s.LinuxFxVersion = config.computed("linux_fx_version").NonEmpty()
	if fx, ok := s.LinuxFxVersion.Get(); ok && fx != "" {
		s.OS = value.Some(network.Linux, s.LinuxFxVersion.At())
	}
	windows := config.computed("windows_fx_version").NonEmpty()
	if !windows.IsAbsent() {
		s.WindowsContainer = value.Map(windows, isImage)
	}
	s.ContainerRegistry = index.Prefer(registryOfImage(s.LinuxFxVersion), registryOfImage(windows), registryOfSettings(s))
}

func isImage(runtime string) bool {
	return len(runtime) >= len(imagePrefix) && strings.EqualFold(runtime[:len(imagePrefix)], imagePrefix)
}

// fillRegistry reads the host of the registry from its URL. Where that is known
// only after apply, the registry that it refers to tells.
func fillRegistry(x *index.Index, url attributes, s *network.Site) {
	s.ContainerRegistry = value.Map(url.Text(), hostOfURL)
	if !url.IsUnknown() {
		return
	}
	x.Later(func() {
		registries, used, closed := index.References[network.Guarded](x, url.Value())
		if closed && len(registries) == 1 && used[0] == "login_server" {
			s.Registry = network.To(registries[0], registries[0].ID, url.At())
			if host, ok := registries[0].HostName.Get(); ok {
				s.ContainerRegistry = value.Some(host, url.At())
			}
		}
	})
}

// registryOfImage reads the registry from an image name such as
// DOCKER|shop.azurecr.io/web:1. A name without a host is of Docker Hub.
func registryOfImage(image value.Of[string]) value.Of[string] {
	name, ok := image.Get()
	if !ok || !isImage(name) {
		return value.None[string]()
	}
	host, _, _ := strings.Cut(name[len(imagePrefix):], "/")
	if !strings.ContainsAny(host, ".:") || !strings.Contains(name, "/") {
		return value.None[string]()
	}
	return value.Some(strings.ToLower(host), image.At())
}

// registryOfSettings reads the registry from the app setting that names it.
func registryOfSettings(s *network.Site) value.Of[string] {
	all, _ := s.Settings.Get()
	url := all["DOCKER_REGISTRY_SERVER_URL"]
	if host, ok := value.Map(url, hostOfURL).Get(); ok { // the registry is no secret
		return value.Some(host, url.At())
	}
	return url
}

// hostOfURL returns the host of a URL in lower case.
func hostOfURL(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	host, _, _ := strings.Cut(url, "/")
	return strings.ToLower(host)
}
