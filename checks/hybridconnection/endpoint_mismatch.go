package hybridconnection

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// EndpointMismatch reports connections whose host or port is another than the
// relay's.
var EndpointMismatch = &lint.Check{
	Name:     "hybrid-connection-endpoint-mismatch",
	Family:   "hybridconnection",
	Severity: lint.Error,
	Effect:   lint.Silent,
	Title:    "The app's hybrid connection and the relay name different endpoints",
	Why: "The host and port of a hybrid connection are written twice: at the connection of the app, and in the `userMetadata` of the " +
		"relay, where App Service and the Hybrid Connection Manager read them. If the two differ, everything is created and the " +
		"app does not reach the host that is meant.",
	Fix: "Write both from one place: set `user_metadata` (ARM: `userMetadata`) from the same values as the host and port of the " +
		"connection. An endpoint of another host or port needs a relay of its own.",
	Links: []string{linkHybrid + "#create-a-hybrid-connection-in-armbicep"},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, use := range p.HybridConnections {
			relays, _ := use.Relay.Candidates()
			if !use.Relay.All(func(r *network.RelayConnection) bool { return mismatch(use, r) != nil }) {
				continue
			}
			m := mismatch(use, relays[0])
			p.Report(use, fmt.Sprintf(
				"%s, but the user metadata of relay hybrid connection %q %s. The app does not reach the host that is meant. "+
					"Set both to the same endpoint.",
				m.here, relays[0].Label(), m.there),
				lint.At(m.at), lint.Also(relays[0], "the relay"))
		}
	},
}

// difference is what two places say of one endpoint.
type difference struct {
	here, there string
	at          source.Range
}

// mismatch says in what a connection certainly differs from its relay, nil for
// nothing. A port that is none is another mistake.
func mismatch(use *network.HybridConnection, relay *network.RelayConnection) *difference {
	text, known := relay.UserMetadata.Get()
	if !known {
		return nil
	}
	there, err := azure.ParseUserMetadata(text)
	if err != nil {
		return nil
	}
	secret := relay.UserMetadata.IsSensitive() || use.Host.IsSensitive() || use.Port.IsSensitive()
	d := &difference{here: "The hybrid connection leads to another endpoint", there: "names its own"}
	host, hostKnown := use.Host.Get()
	port, portKnown := use.Port.Get()
	switch {
	case hostKnown && !sameHost(host, there.Host):
		d.at = use.Host.At()
		if !secret {
			d.here, d.there = fmt.Sprintf("The hybrid connection leads to host %q", host), fmt.Sprintf("names %q", there.Host)
		}
	case portKnown && isPort(port) && port != int(there.Port):
		d.at = use.Port.At()
		if !secret {
			d.here, d.there = fmt.Sprintf("The hybrid connection leads to port %d", port), fmt.Sprintf("names %q", there.String())
		}
	default:
		return nil
	}
	return d
}

func sameHost(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "."), strings.TrimSuffix(b, "."))
}
