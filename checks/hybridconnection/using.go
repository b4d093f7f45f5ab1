package hybridconnection

import (
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const (
	linkHybrid    = "https://learn.microsoft.com/azure/app-service/app-service-hybrid-connections"
	linkCannot    = linkHybrid + "#things-you-cant-do-with-hybrid-connections"
	linkPlans     = linkHybrid + "#hybrid-connections-and-app-service-plans"
	linkFunctions = "https://learn.microsoft.com/azure/azure-functions/functions-networking-options#hybrid-connections"
)

// firstUser returns the first app of a plan that uses a hybrid connection, or nil.
func firstUser(plan *network.Plan) *network.Site {
	for _, s := range plan.Sites.Items {
		if len(s.HybridConnections.Items) > 0 {
			return s
		}
	}
	return nil
}

// onLinux reports whether a site certainly runs on Linux.
func onLinux(s *network.Site) bool {
	return value.Is(s.OS, network.Linux) ||
		s.OS.IsAbsent() && s.RunsOn().All(func(p *network.Plan) bool { return value.Is(p.OS, network.Linux) })
}

// hostOf names the host of a connection in a message.
func hostOf(h *network.HybridConnection) string {
	if host, ok := h.Host.Get(); ok && !h.Host.IsSensitive() {
		return `"` + host + `"`
	}
	return "its host"
}

// isPort reports whether a number is one of a port.
func isPort(n int) bool { return azure.HybridPort.Contains(n) }
