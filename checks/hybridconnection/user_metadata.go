package hybridconnection

import (
	"errors"
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// UserMetadata reports relays that App Service uses and that do not carry the
// endpoint it looks for.
var UserMetadata = &lint.Check{
	Name:     "hybrid-connection-user-metadata",
	Family:   "hybridconnection",
	Severity: lint.Error,
	Effect:   lint.Silent,
	Title:    "The relay does not tell App Service the endpoint",
	Why: "App Service reads the host and port of a hybrid connection from the `userMetadata` of the relay: a JSON array with " +
		"an item whose key is `endpoint`. The portal writes it; infrastructure code has to. Without it everything is created " +
		"and the connection never works.\n\n" +
		"The example in Microsoft's document has backslashes before the quotes. They are escapes of its source and must not " +
		"reach Azure.",
	Fix: "Write the endpoint into the relay: " +
		"`user_metadata = jsonencode([{ key = \"endpoint\", value = \"db.contoso.com:1433\" }])` " +
		"(ARM: `userMetadata`, with `string(…)` around the array).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-hybrid-connections#create-a-hybrid-connection-in-armbicep",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, relay := range p.RelayConnections {
			if uses := relay.Uses.Items; len(uses) > 0 {
				checkMetadata(p, relay, uses[0])
			}
		}
		checkCandidatesMetadata(p)
	},
}

func checkMetadata(p *lint.Pass, relay *network.RelayConnection, use *network.HybridConnection) {
	if relay.UserMetadata.IsUnknown() {
		if !relay.External {
			p.Undecide(relay, relay.UserMetadata.At(), relay.UserMetadata.Why())
		}
		return
	}
	lack := lackOf(relay)
	if lack == "" {
		return
	}
	p.Report(relay, fmt.Sprintf(
		"Relay hybrid connection %q %s, but App Service uses it%s. "+
			"App Service reads host and port from there, so the connection never works. Set `user_metadata` (ARM: `userMetadata`) to %s.",
		relay.Label(), lack, userOf(use), metadataFor(use)),
		lint.At(relay.UserMetadata.At()), lint.Also(use, "what uses the relay"))
}

// checkCandidatesMetadata looks at connections that use one of several relays:
// where none of those carries an endpoint, it does not matter which. Connections
// with the same choice make one mistake.
func checkCandidatesMetadata(p *lint.Pass) {
	reported := map[*network.RelayConnection]bool{}
	for _, use := range p.HybridConnections {
		relays, certain := use.Relay.Candidates()
		if !certain || len(relays) < 2 || reported[relays[0]] ||
			!use.Relay.All(func(r *network.RelayConnection) bool { return lackOf(r) != "" }) {
			continue
		}
		reported[relays[0]] = true
		p.Report(relays[0], fmt.Sprintf(
			"App Service uses one of %d relay hybrid connections%s, from %q on, and none of them carries an endpoint that it can read. "+
				"It reads host and port from there, so the connection never works. Set `user_metadata` (ARM: `userMetadata`) to %s.",
			len(relays), userOf(use), relays[0].Label(), metadataFor(use)),
			lint.At(relays[0].UserMetadata.At()), lint.Also(use, "what uses one of the relays"))
	}
}

// lackOf says what a relay's metadata certainly lacks, "" for nothing. A port that
// is out of range is another mistake, and of several endpoints it is not
// documented what App Service makes.
func lackOf(relay *network.RelayConnection) string {
	text, known := relay.UserMetadata.Get()
	switch {
	case relay.UserMetadata.IsAbsent() && !relay.External, known && text == "":
		return "has no user metadata"
	case !known:
		return ""
	}
	_, err := azure.ParseUserMetadata(text)
	switch {
	case err == nil, errors.Is(err, azure.ErrManyEndpoints), errors.Is(err, azure.ErrEndpointPort):
		return ""
	case errors.Is(err, azure.ErrMetadataEscaped):
		return "has user metadata with backslashes before the quotes"
	case errors.Is(err, azure.ErrMetadataSyntax):
		return "has user metadata that is not JSON"
	case errors.Is(err, azure.ErrMetadataFormat):
		return "has user metadata that is not a JSON array of keys and values"
	case errors.Is(err, azure.ErrNoEndpoint):
		return "has user metadata without the key \"endpoint\""
	case errors.Is(err, azure.ErrEndpointFormat):
		return "has user metadata whose endpoint is not a host and port"
	}
	return "has user metadata that App Service cannot read"
}

// userOf names the app of a connection: " for web app "shop"".
func userOf(use *network.HybridConnection) string {
	if site, ok := use.Site.Get(); ok {
		return " for " + site.Title()
	}
	return ""
}

// metadataFor returns what the metadata should be: for the endpoint of the
// connection where it is known and may be printed.
func metadataFor(use *network.HybridConnection) string {
	e := azure.Endpoint{Host: "host", Port: 443}
	host, okHost := use.Host.Get()
	port, okPort := use.Port.Get()
	if okHost && okPort && azure.HybridPort.Contains(port) && !use.Host.IsSensitive() && !use.Port.IsSensitive() {
		e = azure.Endpoint{Host: host, Port: uint16(port)}
	}
	return "`" + e.UserMetadata() + "`"
}
