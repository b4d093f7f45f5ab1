package functions

import (
	"errors"
	"fmt"
	"math/big"
	"net"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/gocty"
)

func cidrEntries() map[string]entry {
	return map[string]entry{
		"cidrhost":     made(cidrHost()),
		"cidrnetmask":  made(cidrNetmask()),
		"cidrsubnet":   made(cidrSubnet()),
		"cidrsubnets":  made(cidrSubnets()),
		"cidrcontains": asked(cidrContains()),
	}
}

// network is an address range as a number and two lengths in bits.
type network struct {
	base       *big.Int
	prefix     int
	bits       int // 32 or 128
	text       string
	ipv4Mapped bool // ::ffff:10.0.0.0/104, which is printed as IPv4
}

// parseNetwork reads a CIDR range. Leading zeros of an octet are allowed and do
// not make it octal, as in all versions of Terraform.
func parseNetwork(s string) (network, error) {
	_, n, err := net.ParseCIDR(decimal(s))
	if err != nil {
		return network{}, fmt.Errorf("%q is not an address range such as 10.0.0.0/16", s)
	}
	prefix, bits := n.Mask.Size()
	return network{
		base: new(big.Int).SetBytes(n.IP), prefix: prefix, bits: bits, text: s,
		ipv4Mapped: bits == 128 && n.IP.To4() != nil,
	}, nil
}

// decimal drops the leading zeros of the octets of an IPv4 address.
func decimal(s string) string {
	address, prefix, _ := strings.Cut(s, "/")
	colon := strings.LastIndexByte(address, ':')
	octets := strings.Split(address[colon+1:], ".")
	if len(octets) != 4 {
		return s
	}
	for i, o := range octets {
		for len(o) > 1 && o[0] == '0' {
			o = o[1:]
		}
		octets[i] = o
	}
	out := address[:colon+1] + strings.Join(octets, ".")
	if len(address) < len(s) {
		out += "/" + prefix
	}
	return out
}

// address returns the address of a number, as text.
func (n network) address(v *big.Int) string {
	if v.BitLen() > n.bits {
		return ""
	}
	return net.IP(new(big.Int).Abs(v).FillBytes(make([]byte, n.bits/8))).String()
}

func (n network) subnet(base *big.Int, prefix int) string {
	if n.ipv4Mapped && prefix >= 96 {
		prefix -= 96
	}
	return fmt.Sprintf("%s/%d", n.address(base), prefix)
}

func pow2(n int) *big.Int { return new(big.Int).Lsh(big.NewInt(1), uint(max(n, 0))) }

func cidrNetmask() function.Function {
	return text("prefix", func(s string) (string, error) {
		n, err := parseNetwork(s)
		if err != nil {
			return "", err
		}
		if n.bits != 32 {
			return "", errors.New("an IPv6 range has no netmask")
		}
		return net.IP(net.CIDRMask(n.prefix, n.bits)).String(), nil
	})
}

func cidrHost() function.Function {
	return plain(cty.String, params(param("prefix", cty.String), param("hostnum", cty.Number)), nil,
		func(args []cty.Value) (cty.Value, error) {
			n, num, err := networkAndNumber(args[0], args[1])
			if err != nil {
				return cty.NilVal, err
			}
			host, ok := n.host(num)
			if !ok {
				return cty.NilVal, function.NewArgErrorf(1, "%s has no host numbered %s", n.text, num)
			}
			return cty.StringVal(host), nil
		})
}

// host returns the address of a number; one below zero counts from the end.
func (n network) host(num *big.Int) (string, bool) {
	size := pow2(n.bits - n.prefix)
	if num.Sign() < 0 {
		num = new(big.Int).Add(size, num)
		if num.Sign() < 0 {
			return "", false
		}
	}
	// Terraform compares no more than the lowest 64 bits, with their sign. A
	// larger number leads to an address outside of an IPv6 range.
	if big.NewInt(int64(num.Uint64())).Cmp(size) >= 0 {
		return "", false
	}
	if n.ipv4Mapped {
		num.Lsh(num, 96) // so that it ends up in the wrong place, as there
	}
	num.Or(num, n.base)
	return n.address(num), num.BitLen() <= n.bits
}

func networkAndNumber(prefix, number cty.Value) (network, *big.Int, error) {
	n, err := parseNetwork(prefix.AsString())
	if err != nil {
		return n, nil, function.NewArgError(0, err)
	}
	f := number.AsBigFloat()
	if f.IsInf() || !f.IsInt() {
		return n, nil, errors.New("the number must be a whole number")
	}
	num, _ := f.Int(nil)
	return n, num, nil
}

func cidrSubnet() function.Function {
	return plain(cty.String, params(param("prefix", cty.String), param("newbits", cty.Number), param("netnum", cty.Number)), nil,
		func(args []cty.Value) (cty.Value, error) {
			n, num, err := networkAndNumber(args[0], args[2])
			if err != nil {
				return cty.NilVal, err
			}
			var newbits int
			if err := gocty.FromCtyValue(args[1], &newbits); err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			prefix := n.prefix + newbits
			if newbits > n.bits || prefix > n.bits || prefix < 0 {
				return cty.NilVal, function.NewArgErrorf(1, "%s cannot be extended by %d bits", n.text, newbits)
			}
			// Neither a number below zero nor one beyond a shortened prefix is
			// refused where its size fits; the result is what such a number
			// gives in two's complement.
			if newbits >= 0 && num.CmpAbs(pow2(newbits)) >= 0 {
				return cty.NilVal, function.NewArgErrorf(2, "an extension by %d bits has no subnet numbered %s", newbits, num)
			}
			base := num.Or(num.Lsh(num, uint(n.bits-prefix)), n.base)
			if base.BitLen() > n.bits {
				return cty.NilVal, function.NewArgErrorf(2, "an extension by %d bits has no subnet of this number", newbits)
			}
			return cty.StringVal(n.subnet(base, prefix)), nil
		})
}

func cidrSubnets() function.Function {
	return plain(cty.List(cty.String), params(param("prefix", cty.String)), more(param("newbits", cty.Number)),
		func(args []cty.Value) (cty.Value, error) {
			n, err := parseNetwork(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			out := make([]cty.Value, len(args)-1)
			next := new(big.Int)
			for i, arg := range args[1:] {
				s, err := n.take(next, arg)
				if err != nil {
					return cty.NilVal, function.NewArgError(i+1, err)
				}
				out[i] = cty.StringVal(s)
			}
			return list(cty.String, out), nil
		})
}

// take cuts the next subnet off, at the first place after next, an offset into
// the network, where one of its size may begin.
func (n network) take(next *big.Int, newbits cty.Value) (string, error) {
	var extend int
	if err := gocty.FromCtyValue(newbits, &extend); err != nil {
		return "", err
	}
	switch {
	case extend < 1:
		return "", errors.New("the prefix must be extended by at least one bit")
	case extend > 32:
		return "", errors.New("the prefix cannot be extended by more than 32 bits")
	case n.prefix+extend > n.bits:
		return "", fmt.Errorf("%s cannot be extended by %d bits", n.text, extend)
	}
	size := pow2(n.bits - n.prefix - extend)
	if rest := new(big.Int).Mod(next, size); rest.Sign() > 0 {
		next.Add(next, new(big.Int).Sub(size, rest))
	}
	if new(big.Int).Add(next, size).Cmp(pow2(n.bits-n.prefix)) > 0 {
		return "", fmt.Errorf("%s has no space left for a subnet with %d more bits", n.text, extend)
	}
	s := n.subnet(new(big.Int).Or(n.base, next), n.prefix+extend)
	next.Add(next, size)
	return s, nil
}

// cidrContains is OpenTofu's: whether an address or range lies in a range.
func cidrContains() function.Function {
	return plain(cty.Bool, params(param("containing_prefix", cty.String), param("contained_ip_or_prefix", cty.String)), nil,
		func(args []cty.Value) (cty.Value, error) {
			outer, err := parseNetwork(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			inner, err := parseAddressOrNetwork(args[1].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			if inner.bits != outer.bits {
				return cty.NilVal, errors.New("one argument is IPv4 and the other IPv6")
			}
			shift := uint(outer.bits - outer.prefix)
			same := new(big.Int).Rsh(outer.base, shift).Cmp(new(big.Int).Rsh(inner.base, shift)) == 0
			return cty.BoolVal(same && inner.prefix >= outer.prefix), nil
		})
}

func parseAddressOrNetwork(s string) (network, error) {
	switch {
	case strings.Contains(s, "/"):
		return parseNetwork(s)
	case strings.Contains(s, ":"):
		return parseNetwork(s + "/128")
	}
	return parseNetwork(s + "/32")
}
