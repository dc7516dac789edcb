package sheet

// Format is how large a letter is printed.
type Format string

const (
	// Standard is 13 pt text, above the 12 pt that clear print asks for.
	Standard Format = "standard"
	// LargePrint is 18 pt text, and nothing below 16 pt but the address in the
	// window, which has to fit the envelope.
	LargePrint Format = "large-print"
)

// Letter is everything that is printed. Its wording is final: sheet adds no word
// of its own.
type Letter struct {
	// Lang is the language of the words, "en" or "cy".
	Lang   string
	Format Format
	// Address is 3 to 7 lines, the last a UK postcode. See CheckAddress.
	Address []string
	// Sender is the contact block at the top right; its first line is bold.
	Sender []string
	// AgencyName stands at the top left, where a logo would.
	AgencyName string
	// Date and Reference are printed above the first block as they are, so they
	// come with their labels.
	Date, Reference string
	Blocks          []Block
	// Second follows in the same envelope, on a new page and in its own wording:
	// the English after the Welsh. Its Address and Format are ignored: there is
	// one window and one reader.
	Second *Letter
	// PageLabel words the page number, such as "Page 1 of 3". Pages are counted
	// through the whole envelope. Without it pages are not numbered.
	PageLabel func(page, of int) string
	// Mark is one small line at the foot of the first page, at its right, such as
	// what the records were when the letter was made. Without it there is none.
	Mark string
}

// Block is one piece of the body: Heading, Paragraph, List, Steps, Code, QR,
// Facts or Signature.
type Block interface {
	// each returns a copy with every text replaced by f of it.
	each(f func(string) string) Block
	// plain is the text for somebody who cannot see the page.
	plain() string
	// rows sets the block in type.
	rows(s setter) []row
}

// each returns a copy of l with every printed text replaced by f of it. It does
// not descend into Second.
func (l Letter) each(f func(string) string) Letter {
	l.Address = eachOf(l.Address, f)
	l.Sender = eachOf(l.Sender, f)
	l.AgencyName = f(l.AgencyName)
	l.Date, l.Reference, l.Mark = f(l.Date), f(l.Reference), f(l.Mark)
	blocks := make([]Block, 0, len(l.Blocks))
	for _, b := range l.Blocks {
		if b != nil {
			blocks = append(blocks, b.each(f))
		}
	}
	l.Blocks = blocks
	return l
}

func eachOf(texts []string, f func(string) string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = f(t)
	}
	return out
}

// title names the letter in the document's properties: its first heading.
func (l Letter) title() string {
	for _, b := range l.Blocks {
		if h, ok := b.(Heading); ok {
			return h.Text
		}
	}
	return l.AgencyName
}
