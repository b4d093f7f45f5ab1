package access

import (
	"net/netip"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ruleOption changes a rule under construction.
type ruleOption func(*Rule)

// allow and deny build a rule from the words of its source: prefixes and
// addresses, "Any", "AnyVnets", "subnet:KEY", "opaque", "?" for an unknown source,
// and tags. Words are separated by blanks.
func allow(priority int, src string, options ...ruleOption) *Rule {
	return newTestRule(Allow, priority, src, options)
}

func deny(priority int, src string, options ...ruleOption) *Rule {
	return newTestRule(Deny, priority, src, options)
}

func newTestRule(a Action, priority int, src string, options []ruleOption) *Rule {
	r := &Rule{Priority: some(priority), Action: some(a), Source: some(parseSource(src))}
	if src == "?" {
		r.Source = unknown[Source]()
	}
	for _, o := range options {
		o(r)
	}
	return r
}

func parseSource(words string) Source {
	var s Source
	for _, w := range strings.Fields(words) {
		if p, err := netip.ParsePrefix(w); err == nil {
			s.Prefixes = append(s.Prefixes, p)
			continue
		}
		if a, err := netip.ParseAddr(w); err == nil {
			s.Prefixes = append(s.Prefixes, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		key, isSubnet := strings.CutPrefix(w, "subnet:")
		switch {
		case isSubnet:
			s.Subnet = key
		case w == "Any":
			s.Any = true
		case w == "AnyVnets":
			s.AnyVNets = true
		case w == "opaque":
			s.Opaque = true
		default:
			s.Tags = append(s.Tags, w)
		}
	}
	return s
}

func some[T any](v T) value.Of[T]       { return value.Some(v, source.Range{}) }
func unknown[T any]() value.Of[T]       { return value.Undecided[T]("var.x", source.Range{}) }
func words(s string) value.Of[[]string] { return some(strings.Fields(s)) }

// headersOf returns the headers of a rule to change.
func headersOf(r *Rule) *Headers {
	if r.Headers == nil {
		r.Headers = &Headers{}
	}
	return r.Headers
}

func withFDID(ids string) ruleOption {
	return func(r *Rule) { headersOf(r).FrontDoorID = words(ids) }
}

func withHost(hosts string) ruleOption {
	return func(r *Rule) { headersOf(r).ForwardedHost = words(hosts) }
}

func withForwardedFor(nets string) ruleOption {
	return func(r *Rule) { headersOf(r).ForwardedFor = words(nets) }
}

func withProbe(values string) ruleOption {
	return func(r *Rule) { headersOf(r).HealthProbe = words(values) }
}

func unknownFDID(r *Rule)     { headersOf(r).FrontDoorID = unknown[[]string]() }
func unknownAction(r *Rule)   { r.Action = unknown[Action]() }
func unknownPriority(r *Rule) { r.Priority = unknown[int]() }

func listOf(rules ...*Rule) List { return List{Rules: rules} }

// then sets the unmatched rule action.
func (l List) then(a Action) List {
	l.Default = some(a)
	return l
}

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }
