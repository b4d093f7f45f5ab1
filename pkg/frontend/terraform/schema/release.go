package schema

import (
	"maps"
	"slices"
	"strings"

	version "github.com/hashicorp/go-version"
)

// apps are the types that got arguments with defaults in the course of version 3.
var apps = []string{
	"azurerm_linux_web_app", "azurerm_linux_web_app_slot", "azurerm_windows_web_app", "azurerm_windows_web_app_slot",
	"azurerm_linux_function_app", "azurerm_linux_function_app_slot",
	"azurerm_windows_function_app", "azurerm_windows_function_app_slot",
}

// added are arguments that have a default and that a release of version 3 added: one
// before it sends nothing for them. Without a block they are the resource's own.
//
// Source: https://github.com/hashicorp/terraform-provider-azurerm/blob/main/CHANGELOG-v3.md
var added = []struct {
	types       []string
	block, name string
	release     *version.Version
}{
	{apps, "", "public_network_access_enabled", version.Must(version.NewVersion("3.64.0"))},
	{apps, "site_config", "ip_restriction_default_action", version.Must(version.NewVersion("3.95.0"))},
	{apps, "site_config", "scm_ip_restriction_default_action", version.Must(version.NewVersion("3.95.0"))},
	{
		[]string{"azurerm_logic_app_standard"}, "site_config", "public_network_access_enabled",
		version.Must(version.NewVersion("3.86.0")),
	},
}

// AsOf returns the schema of a type without the arguments that a release does not
// have yet, as far as their defaults matter. A release of "" is the embedded one.
func AsOf(typ string, block *Block, release string) *Block {
	at, err := version.NewVersion(release)
	if err != nil {
		return block
	}
	for _, a := range added {
		if at.LessThan(a.release) && slices.Contains(a.types, typ) {
			block = block.without(a.block, a.name)
		}
	}
	return block
}

// without returns a copy of a block that lacks an argument, of its own or of a block
// in it.
func (b *Block) without(nested, name string) *Block {
	out := &Block{Attributes: b.Attributes, Blocks: b.Blocks}
	if nested == "" {
		out.Attributes = maps.Clone(b.Attributes)
		delete(out.Attributes, name)
		return out
	}
	if n := b.Blocks[nested]; n != nil {
		inner := *n
		inner.Block = n.Block.without("", name)
		out.Blocks = maps.Clone(b.Blocks)
		out.Blocks[nested] = &inner
	}
	return out
}

// LastAllowed returns a bound for the releases that a version constraint allows: the
// newest of them is no newer. It is "" where the constraint ends at no release
// within a major version.
func LastAllowed(constraint string) string {
	var last *version.Version
	for part := range strings.SplitSeq(constraint, ",") {
		part = strings.TrimSpace(part)
		number := strings.TrimSpace(strings.TrimLeft(part, "=<>~! "))
		v, err := version.NewVersion(number)
		if err != nil {
			continue
		}
		switch operator := strings.TrimSpace(strings.TrimSuffix(part, number)); operator {
		case "", "=", "<=":
		case "<":
			v = beforeRelease(v)
		case "~>":
			if strings.Count(number, ".") < 2 {
				continue // any later release of the major version
			}
			v = version.Must(version.NewVersion(number[:strings.LastIndexByte(number, '.')] + ".9999"))
		default:
			continue
		}
		if last == nil || v.LessThan(last) {
			last = v
		}
	}
	if last == nil {
		return ""
	}
	return last.String()
}

// beforeRelease stands for the releases before one.
func beforeRelease(v *version.Version) *version.Version {
	before, err := version.NewVersion(v.Core().String() + "-0")
	if err != nil {
		return v
	}
	return before
}
