package change

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// privateEndpoints reports private endpoints of kept apps that go away or get another
// address.
func (c *comparison) privateEndpoints() {
	for _, site := range c.kept {
		for _, was := range site.before.PrivateEndpoints.Items {
			if was.External || was.Site.Target() != site.before {
				continue
			}
			is := c.endpoints[was.Address]
			switch {
			case is == nil && c.complete():
				c.endpointDestroyed(site, was)
			case is != nil && is.Replaced && is.Site.Target() == site.after && !keepsAddress(was, is):
				c.endpointReplaced(site, was, is)
			}
		}
	}
}

// endpointDestroyed reports the end of the last private endpoint of an app, and of one
// whose address is written elsewhere.
func (c *comparison) endpointDestroyed(site pair, was *network.PrivateEndpoint) {
	use, used := c.uses.of(c.Model, addressOf(was))
	if !used && !site.after.PrivateEndpoints.CertainlyEmpty() {
		return
	}
	message := fmt.Sprintf("The change destroys private endpoint %q of %s, which stays", was.Label(), site.after.Title())
	options := []lint.Option{lint.Also(was, "the private endpoint")}
	if used {
		message += fmt.Sprintf(". Its address %s is still written elsewhere, and leads nowhere from then on. Change that first", addressOf(was))
		options = append(options, lint.Also(use.subject, use.part))
	} else {
		message += " and has no other one. Clients in its network lose the address that they reach the app by. Give the app another private " +
			"endpoint first, or move the clients to its public address"
	}
	c.Report(site.after, message+".", options...)
}

// endpointReplaced reports a private endpoint that gets another address. Where nothing
// but DNS records that follow by themselves holds the present one, it is a note.
func (c *comparison) endpointReplaced(site pair, was, is *network.PrivateEndpoint) {
	severity, options := lint.Note, []lint.Option{lint.Also(site.after, "the app")}
	gets := "may get"
	if static, known := is.Addresses.Get(); known && len(static) > 0 {
		gets = "has"
	}
	advice := "Clients that keep connections or addresses lose them until they ask DNS again. Give the endpoint a static address if it must stay the same"
	if use, used := c.uses.of(c.Model, addressOf(was)); used {
		severity = lint.Warning
		options = append(options, lint.Also(use.subject, use.part))
		advice = fmt.Sprintf("The present one, %s, is written elsewhere and leads nowhere from then on. Refer to the endpoint there, or keep it as it is",
			addressOf(was))
	}
	c.Report(is, fmt.Sprintf("The change replaces private endpoint %q of %s, and the new one %s another address. %s.",
		was.Label(), site.after.Title(), gets, advice), append(options, lint.As(severity))...)
}

// addressOf returns the address that an endpoint has, static or not.
func addressOf(e *network.PrivateEndpoint) value.Of[string] {
	if e.Assigned.IsKnown() {
		return e.Assigned
	}
	if addresses, ok := e.Addresses.Get(); ok && len(addresses) == 1 && !e.Addresses.IsSensitive() {
		return value.Some(addresses[0], e.Addresses.At())
	}
	return value.None[string]()
}

// keepsAddress reports whether a replaced endpoint may have the same static address
// as before.
func keepsAddress(was, is *network.PrivateEndpoint) bool {
	now, known := is.Addresses.Get()
	if !known {
		return is.Addresses.IsUnknown()
	}
	before, _ := was.Addresses.Get()
	return len(now) > 0 && slices.Equal(before, now)
}
