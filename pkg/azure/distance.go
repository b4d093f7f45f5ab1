package azure

// nearest returns the candidate with the smallest edit distance to s, the first
// one among equals, if it is near enough to be meant: at most a third of s away.
func nearest(s string, candidates []string, distance func(s, candidate string) int) (string, bool) {
	best, found := max(1, len(s)/3)+1, ""
	for _, candidate := range candidates {
		if len(s)-len(candidate) >= best {
			continue // so many bytes must go
		}
		if d := distance(s, candidate); d < best {
			best, found = d, candidate
		}
	}
	return found, found != ""
}

// editDistance returns the number of bytes to insert, delete or replace to turn a
// into b (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			above := row[j+1]
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			row[j+1] = min(replaced, above+1, row[j]+1)
			diagonal = above
		}
	}
	return row[len(b)]
}
