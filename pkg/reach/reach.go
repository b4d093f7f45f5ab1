// Package reach answers who can reach an app: for a site, its SCM site and a
// source of traffic, whether it gets in, and which rule or setting decides.
//
// The order in which App Service decides is that of
// https://learn.microsoft.com/azure/app-service/overview-access-restrictions#how-it-works:
// a request over a private endpoint reaches the site whatever else is set; any
// other one needs public network access first, and then meets the rules.
package reach

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Verdict says whether the clients of a source get in.
type Verdict string

// The verdicts.
const (
	// Open means that all of them get in.
	Open Verdict = "open"
	// Filtered means that some get in, or those that send a certain header.
	Filtered Verdict = "filtered"
	// Closed means that none gets in.
	Closed Verdict = "closed"
	// CannotTell means that something decides that is not known.
	CannotTell Verdict = "cannot tell"
)

// Row is one answer.
type Row struct {
	Site *network.Site
	// SCM is set for the SCM site (Kudu) of the app.
	SCM     bool
	From    Source
	Verdict Verdict
	// Because names the rule or setting that decides.
	Because string
	// At is where that is written; nowhere where nobody wrote it.
	At source.Range
	// MostIn and MostOut tell of the internet, whether all but the clients that
	// rules name certainly get in, or are kept out. Both are false where that
	// cannot be told.
	MostIn, MostOut bool
	// Example is a client of the source that meets the opposite of most: that gets
	// in where the verdict is filtered and most do not. "" where there is none.
	Example string
}

// Of answers for every app and slot that the configuration makes. Without sources,
// those are asked for that matter to the site: the internet, what its rules
// name, its private endpoints and the Front Doors in front of it.
func Of(m *network.Model, sources ...Source) []Row {
	var rows []Row
	for _, s := range m.Sites {
		if s.External {
			continue
		}
		for _, scm := range []bool{false, true} {
			from := sources
			if len(from) == 0 {
				from = relevant(m, s, scm)
			}
			for _, f := range from {
				rows = append(rows, door{model: m, site: s, scm: scm}.row(f.in(m)))
			}
		}
	}
	return rows
}

// Doors answers for the internet at the main site and the SCM site of an app, in
// this order.
func Doors(m *network.Model, s *network.Site) [2]Row {
	return [2]Row{
		door{model: m, site: s}.row(TheInternet()),
		door{model: m, site: s, scm: true}.row(TheInternet()),
	}
}

// door is one of the two sites of an app.
type door struct {
	model *network.Model
	site  *network.Site
	scm   bool
}

// row is the whole answer for one source.
func (d door) row(f Source) Row {
	r := d.ask(f)
	r.Site, r.SCM, r.From = d.site, d.scm, f
	r.MostOut = r.MostOut || r.Verdict == Closed
	return r
}

// ask answers for one source.
func (d door) ask(f Source) Row {
	if f.Kind == PrivateEndpoint {
		return d.overEndpoint(f)
	}
	if f.Kind == FrontDoor && f.privateLink {
		return Row{Verdict: Open, Because: "a private link of the Front Door leads to the app", At: f.at}
	}
	if r, decided := d.public(f); decided {
		return r
	}
	list, guards := d.list()
	if list == nil {
		return Row{Verdict: CannotTell, Because: "whether the SCM site uses the main site's rules is not known: " + guards}
	}
	if p, ok := perimeterOf(d.model, d.site); ok {
		return d.beside(p, list, f)
	}
	return d.through(list, f)
}

// through answers for a list that decides.
func (d door) through(list *network.AccessList, f Source) Row {
	if f.Kind == Internet {
		return internet(list)
	}
	return d.fromSource(list, f)
}

// overEndpoint answers for clients of a private endpoint, which meet no rule.
func (d door) overEndpoint(f Source) Row {
	if f.endpoint == nil {
		return Row{Verdict: CannotTell, Because: "the private endpoint is not in the configuration"}
	}
	if !f.endpoint.Site.CanBe(d.site) {
		return Row{Verdict: Closed, Because: "the private endpoint leads to something else", At: f.endpoint.At}
	}
	if target, ok := f.endpoint.Site.Get(); !ok || target != d.site {
		return Row{Verdict: CannotTell, Because: f.endpoint.Site.Why(), At: f.endpoint.At}
	}
	if value.Is(f.endpoint.Manual, true) {
		return Row{Verdict: Open, Because: "private endpoint, once it is approved by hand", At: f.endpoint.At}
	}
	return Row{Verdict: Open, Because: "private endpoint: rules do not apply", At: f.endpoint.At}
}

// public answers where public network access, an environment or a perimeter
// decides before any rule.
func (d door) public(f Source) (Row, bool) {
	at := d.site.PublicAccess.At()
	p, associated := perimeterOf(d.model, d.site)
	switch public := d.site.Public(); {
	case associated && p.enforced:
		return d.within(p, f), true
	case public == network.PublicUndecided:
		return Row{Verdict: CannotTell, Because: "public network access is not known: " + reason(d.site.PublicAccess), At: at}, true
	case associated && public != network.PublicOpen:
		return d.within(p, f), true
	case public == network.PublicClosed:
		because := "public network access is disabled"
		if d.site.PublicAccess.IsAbsent() {
			because = "public network access is not set, and a private endpoint turns it off"
		}
		return Row{Verdict: Closed, Because: because, At: at}, true
	case public == network.PublicPerimeter && d.site.Perimeters.CertainlyEmpty():
		return Row{Verdict: Closed, Because: "public network access is secured by a perimeter, and the app is associated with none", At: at}, true
	case public == network.PublicPerimeter:
		return Row{Verdict: CannotTell, Because: "a network security perimeter decides", At: at}, true
	}
	return d.internal(f)
}

// internal answers for the internet where the public endpoint of the app is, or may
// be, an address inside a virtual network.
func (d door) internal(f Source) (Row, bool) {
	if hosting, environment := d.site.Hosting(); f.Kind == Internet && hosting == network.InEnvironment &&
		environment.All(func(e *network.Environment) bool { return value.Is(e.Internal, true) }) {
		return Row{
			Verdict: Closed, At: environment.At(),
			Because: fmt.Sprintf("App Service Environment %q has an internal load balancer: only its network reaches the app", environment.Label()),
		}, true
	}
	if f.Kind == Internet && d.model.MaybeInternal(d.site) {
		return Row{Verdict: CannotTell, Because: "whether the app runs in an App Service Environment with an internal load balancer is not known"}, true
	}
	return Row{}, false
}

// list returns the rules that guard the door; nil, with what decides it, if it is
// not known which these are.
func (d door) list() (*network.AccessList, string) {
	switch {
	case !d.scm, value.Is(d.site.SCMUsesMain, true):
		return &d.site.Main, ""
	case d.site.SCMHasOwnList():
		return &d.site.SCM, ""
	}
	return nil, reason(d.site.SCMUsesMain)
}

func reason[T any](v value.Of[T]) string {
	if why := v.Why(); why != "" {
		return why
	}
	return "it is known only after apply"
}

// internet answers for clients that have nothing but a public address.
func internet(list *network.AccessList) Row {
	e := access.Expose(list.List())
	row := Row{MostIn: e.State.LetsIn(), MostOut: e.State.KeepsOut()}
	family := e.IPv4
	switch e.State {
	case access.Open:
		row.Verdict = Open
	case access.OpenExcept, access.OpenIPv4, access.OpenIPv6:
		row.Verdict = Filtered
		if e.State == access.OpenIPv6 {
			family = e.IPv6
		}
	case access.Filtered:
		row.Verdict = Filtered
		if !family.In.IsValid() && !e.IPv6.In.IsValid() {
			row.Verdict = Closed // only tags, subnets or headers get in
		}
	case access.Closed:
		row.Verdict = Closed
	case access.Undecided:
		row.Verdict = CannotTell
		row.Because, row.At = because(list, e.Because)
		return row
	}
	row.Because, row.At = decider(list, family.Rest.Rule)
	if row.Verdict == Filtered {
		row.Example = example(e)
	}
	return row
}

// example is an address that meets the opposite of most of the internet.
func example(e access.Exposure) string {
	opposite := func(f access.FamilyExposure, in bool) string {
		a, says := f.In, "gets in"
		if !in {
			a, says = f.Out, "is kept out"
		}
		if !a.IsValid() {
			return ""
		}
		return a.String() + " " + says
	}
	open := e.State.LetsIn()
	if s := opposite(e.IPv4, !open); s != "" {
		return s
	}
	return opposite(e.IPv6, !open)
}

// because names what is not known about a list.
func because(list *network.AccessList, rules []int) (string, source.Range) {
	switch {
	case len(rules) > 0:
		r := list.Rules.Items[rules[0]]
		return r.Title() + " is not fully known", r.At
	case list.Default.IsUnknown():
		return "the unmatched rule action is not known: " + reason(list.Default), list.Default.At()
	case !list.Rules.Complete():
		return "there may be more rules: " + list.Rules.Incomplete, source.Range{}
	}
	return "the rules are not fully known", source.Range{}
}

// vague returns the rules of which something is not known.
func vague(list *network.AccessList) []int {
	var out []int
	for i, r := range list.Rules.Items {
		source, known := r.Source.Get()
		h := r.Headers
		if h == nil {
			h = &access.Headers{}
		}
		if !known || source.Opaque || r.Action.IsUnknown() || r.Priority.IsUnknown() || h.ForwardedFor.IsUnknown() ||
			h.ForwardedHost.IsUnknown() || h.FrontDoorID.IsUnknown() || h.HealthProbe.IsUnknown() {
			out = append(out, i)
		}
	}
	return out
}

// decider names the rule of an index, or what decides where no rule matches.
func decider(list *network.AccessList, rule int) (string, source.Range) {
	if rule >= 0 && rule < len(list.Rules.Items) {
		r := list.Rules.Items[rule]
		return r.Title() + " (" + r.Action.String() + ")", r.At
	}
	switch action, known := list.Default.Get(); {
	case known && list.Default.IsDefault():
		return fmt.Sprintf("unmatched rule action %s, which is sent where nothing is written", action), source.Range{}
	case known:
		return "unmatched rule action " + action.String(), list.Default.At()
	case len(list.Rules.Items) == 0:
		return "there are no rules", source.Range{}
	}
	return "no rule matches, and the unmatched rule action is Deny where it is not set", source.Range{}
}

// fromSource answers for clients that rules can tell apart.
func (d door) fromSource(list *network.AccessList, f Source) Row {
	if f.Kind == Subnet && !f.known {
		return Row{Verdict: CannotTell, Because: "the subnet is not in the configuration"}
	}
	if f.subnet != nil && lacksEndpoint(f.subnet) {
		if list.IsOpen() {
			return internet(list) // whatever address it comes from
		}
		return Row{
			Verdict: CannotTell, At: f.subnet.At,
			Because: "the subnet has no service endpoint Microsoft.Web, so that its traffic comes from other addresses",
		}
	}
	reached := access.EvaluateSource(list.List(), f.source())
	sample := reached.In
	row := Row{}
	switch reached.Outcome {
	case access.AllAllowed:
		row.Verdict = Open
	case access.AllDenied:
		row.Verdict, sample = Closed, reached.Out
	case access.Partly:
		row.Verdict, sample = Filtered, reached.Out
		row.Example = clientOf(reached.In) + " gets in"
	case access.Unknown:
		row.Verdict = CannotTell
		if !reached.Families {
			row.Because, row.At = because(list, vague(list))
			return row
		}
		row.Because = "IPv4 and IPv6 meet different rules, and which of them the tag holds is not known"
		return headed(list, reached.Unless, row)
	}
	if sample != nil {
		row.Because, row.At = decider(list, sample.Rule)
	}
	if row.Verdict == Closed && len(reached.Unless) > 0 {
		return headed(list, reached.Unless, row)
	}
	return row
}

// lacksEndpoint reports whether traffic from a subnet certainly does not come over
// a service endpoint of App Service.
func lacksEndpoint(s *network.Subnet) bool {
	services, known := s.ServiceEndpoints.Get()
	if s.External || !known && !s.ServiceEndpoints.IsAbsent() {
		return false
	}
	return !slices.ContainsFunc(services, func(name string) bool { return strings.EqualFold(name, "Microsoft.Web") })
}

// headed answers where only requests with a certain header get in.
func headed(list *network.AccessList, unless []int, row Row) Row {
	for _, i := range unless {
		if r := list.Rules.Items[i]; value.Is(r.Action, access.Allow) && r.Headers != nil {
			row.Verdict, row.At = Filtered, r.At
			row.Because = r.Title() + " lets requests with its headers in"
			return row
		}
	}
	return row
}

func clientOf(s *access.Sample) string {
	switch {
	case s == nil:
		return "a client"
	case s.Addr.IsValid():
		return s.Addr.String()
	case s.Tag != "":
		return s.Tag
	}
	return "a client of the subnet"
}
