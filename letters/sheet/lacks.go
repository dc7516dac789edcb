package sheet

// Lacks are the characters of a text that the letter font has no glyph for, each once, after what is put right by itself (a
// curly quotation mark, say) was put right.
func (p *Press) Lacks(text string) []rune {
	var lacking []rune
	seen := map[rune]bool{'\n': true}
	for _, r := range p.tidy(text) {
		if !seen[r] && !p.has(r) {
			lacking = append(lacking, r)
		}
		seen[r] = true
	}
	return lacking
}
