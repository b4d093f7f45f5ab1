package functions

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestUniqueString(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"test":             "rbgf3xv4ufgzg",
		"abc":              "cgtzqvhu4i23s",
		"snap-crackle-pop": "byghxckddilkc",
		"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myRg": "js26ofeqkqeve",
	} {
		assert.Equal(t, want, uniqueString(in), in)
	}
}

func TestGuid(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "2ed86837-7c7c-5eaa-9864-dd077fd19b0d", guid("foo-bar-baz"))
}
