package nsg

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
)

// AnyPort is all ports.
var AnyPort = azure.PortRange{Last: 65535}

// Port is a single port.
func Port(port uint16) azure.PortRange { return azure.PortRange{First: port, Last: port} }

// ParsePorts reads "*", "443" or "20000-30000".
func ParsePorts(text string) (azure.PortRange, bool) {
	if text == "*" {
		return AnyPort, true
	}
	from, to, isRange := strings.Cut(text, "-")
	if !isRange {
		to = from
	}
	first, err := strconv.ParseUint(strings.TrimSpace(from), 10, 16)
	if err != nil {
		return azure.PortRange{}, false
	}
	last, err := strconv.ParseUint(strings.TrimSpace(to), 10, 16)
	return azure.PortRange{First: uint16(first), Last: uint16(last)}, err == nil
}

// matchPorts tells how many of the wanted ports the texts of a rule hold together.
// Port 0 is no port that anybody uses.
func matchPorts(texts []string, wanted azure.PortRange) degree {
	var ranges []azure.PortRange
	doubt := none
	for _, text := range texts {
		r, ok := ParsePorts(text)
		switch {
		case !ok:
			doubt = maybe
		case r.First <= wanted.Last && wanted.First <= r.Last:
			ranges = append(ranges, r)
		}
	}
	slices.SortFunc(ranges, func(a, b azure.PortRange) int { return cmp.Compare(a.First, b.First) })
	next := max(int(wanted.First), 1)
	for _, r := range ranges {
		if int(r.First) > next {
			break
		}
		next = max(next, int(r.Last)+1)
	}
	switch {
	case len(ranges) > 0 && next > int(wanted.Last):
		return all
	case doubt == maybe:
		return maybe
	case len(ranges) > 0:
		return part
	}
	return none
}
