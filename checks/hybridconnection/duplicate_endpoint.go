package hybridconnection

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// DuplicateEndpoint reports two connections of an app to one endpoint.
var DuplicateEndpoint = &lint.Check{
	Name:     "hybrid-connection-duplicate-endpoint",
	Family:   "hybridconnection",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "An app has two hybrid connections to the same host and port",
	Why: "App Service tells hybrid connections apart by host and port. Which of two with the same endpoint an app uses is not " +
		"documented; the other one only counts against the limit of the tier.",
	Fix: "Keep one of them. For redundancy run several Hybrid Connection Managers on one hybrid connection: it takes up to 25 " +
		"listeners.",
	Links:     []string{linkHybrid},
	Since:     "0.1",
	Precision: "medium",
	EachSite:  true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			uses := slices.SortedFunc(slices.Values(site.HybridConnections.Items), func(a, b *network.HybridConnection) int {
				return strings.Compare(a.Address, b.Address) // the order of resources differs with the input
			})
			for i, use := range uses {
				for _, former := range uses[:i] {
					if sameEndpoint(former, use) {
						p.Report(use, fmt.Sprintf(
							"The %s has two hybrid connections to %s on port %s. It is not documented which of them is used. Keep one.",
							site.Title(), hostOf(use), use.Port), lint.At(use.Host.At()), lint.Also(former, "the other connection"))
						break
					}
				}
			}
		}
	},
}

func sameEndpoint(a, b *network.HybridConnection) bool {
	hostA, okA := a.Host.Get()
	hostB, okB := b.Host.Get()
	portA, knownA := a.Port.Get()
	portB, knownB := b.Port.Get()
	return okA && okB && knownA && knownB && sameHost(hostA, hostB) && portA == portB
}
