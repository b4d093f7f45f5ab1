package module

import (
	"fmt"
	"path"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/pattern"
)

// Resolve says where the source of a call leads. Dir is the folder, relative to
// the working directory; downloaded tells that `terraform init` fetched it, so
// that the user does not write it. Otherwise dir is empty and why is a sentence.
// ParentKey is the key of the calling module, "" for the root module.
func (l *Loader) Resolve(parent *Module, parentKey string, call *Call, m *Manifest) (dir string, downloaded bool, why string) {
	if !call.SourceKnown {
		return "", false, fmt.Sprintf("The source of module %q is computed.", call.Name)
	}
	if isLocalSource(call.Source) {
		return l.resolveLocal(parent, call, m)
	}
	key := call.Name
	if parentKey != "" {
		key = parentKey + "." + call.Name
	}
	it, ok := m.Find(key)
	switch {
	case !ok:
		return "", false, fmt.Sprintf("The module %q from %q is not installed; run `terraform init` to get it.", key, call.Source)
	case !sameSource(call.Source, it.Source):
		return "", false, fmt.Sprintf("The module %q is installed from %q, not from %q; run `terraform init` again.", key, it.Source, call.Source)
	}
	if problem := l.isFolder(it.Dir); problem != "" {
		return "", false, fmt.Sprintf("The folder %q, where the module %q is installed, cannot be used: %s", it.Dir, key, lowerFirst(problem))
	}
	return it.Dir, true, ""
}

func (l *Loader) resolveLocal(parent *Module, call *Call, m *Manifest) (dir string, downloaded bool, why string) {
	dir = path.Join(parent.Dir, strings.ReplaceAll(call.Source, `\`, "/"))
	if problem := l.isFolder(dir); problem != "" {
		return "", false, fmt.Sprintf("The source %q of module %q cannot be used: %s", call.Source, call.Name, lowerFirst(problem))
	}
	return dir, m != nil && (dir == m.folder || strings.HasPrefix(dir, m.folder+"/")), ""
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func isLocalSource(s string) bool {
	return s == "." || s == ".." ||
		strings.HasPrefix(s, "./") || strings.HasPrefix(s, "../") ||
		strings.HasPrefix(s, `.\`) || strings.HasPrefix(s, `..\`)
}

var (
	forced = pattern.Of(`^[a-z0-9]+::`)
	scheme = pattern.Of(`^[a-z0-9+.-]+://`)
	user   = pattern.Of(`^[^/@]+@`)
	scp    = pattern.Of(`^([^/:]+):`)
	// registry is namespace/name/provider, perhaps behind a host.
	registry = pattern.Of(`^(?:([^/]+\.[^/]+)/)?([0-9A-Za-z_-]+/[0-9A-Za-z_-]+/[0-9a-z]+)((?://.*)?)$`)
)

// sameSource compares a source as written with one as `terraform init` notes it,
// which has a registry's host and for Git a full address. Registries take names
// in any case.
func sameSource(written, noted string) bool {
	return written == noted || strings.EqualFold(canonical(written), canonical(noted))
}

func canonical(s string) string {
	plain := !forced().MatchString(s) && !scheme().MatchString(s)
	if parts := registry().FindStringSubmatch(s); plain && parts != nil && !isHosting(parts[1]) {
		if parts[1] == "" || parts[1] == "registry.opentofu.org" {
			parts[1] = "registry.terraform.io"
		}
		return parts[1] + "/" + parts[2] + parts[3]
	}
	s = forced().ReplaceAllString(s, "")
	hadScheme := scheme().MatchString(s)
	s = scheme().ReplaceAllString(s, "")
	s = user().ReplaceAllString(s, "")
	if !hadScheme {
		s = scp().ReplaceAllString(s, "$1/")
	}
	address, query, _ := strings.Cut(s, "?")
	repository, sub, _ := strings.Cut(address, "//")
	return strings.TrimSuffix(repository, ".git") + "//" + sub + "?" + query
}

// isHosting reports whether Terraform takes the host for Git, not for a registry.
func isHosting(host string) bool { return host == "github.com" || host == "bitbucket.org" }
