package load

import (
	"fmt"
	"hash/fnv"
	"path"
	"strconv"
	"strings"
)

// Shard is a share of the configurations, for runs on several machines: the K-th of N,
// counted from 1. The zero value takes all of them.
type Shard struct{ K, N int }

// ParseShard reads K/N.
func ParseShard(text string) (Shard, error) {
	first, second, ok := strings.Cut(text, "/")
	k, err := strconv.Atoi(first)
	n, err2 := strconv.Atoi(second)
	if !ok || err != nil || err2 != nil || k < 1 || k > n {
		return Shard{}, fmt.Errorf("%q is no share: it is K/N, the K-th of N from 1 on, as in 1/4", text)
	}
	return Shard{k, n}, nil
}

// String writes K/N.
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.K, s.N) }

func (s Shard) isAll() bool { return s.N <= 1 }

// of takes the share of inputs. Each path is in one share, and which one does not depend on
// what else there is, so that adding a configuration moves no other.
func (s Shard) of(all []input) []input {
	if s.isAll() {
		return all
	}
	var share []input
	for _, in := range all {
		h := fnv.New64a()
		_, _ = h.Write([]byte(path.Clean(in.name)))
		sum := h.Sum64()
		if (sum^sum>>32)%uint64(s.N) == uint64(s.K-1) {
			share = append(share, in)
		}
	}
	return share
}
