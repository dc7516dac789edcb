package proof

import "slices"

// Document is a kind of document that can show who somebody is; worded by lang "proof.documents.<code>".
type Document struct {
	Code     string
	Strength int      // of a genuine one; the guide's own examples where it has the document
	Photo    bool     // of the holder
	Number   bool     // it has one worth noting
	Expires  bool     // it runs out on a day that is printed on it
	Look     []string // what is special to look at on this document; worded by lang "proof.look.<code>"
	Closer   []string // the checks beyond a good look that can be made on it at all
	Days     int      // for how long it counts once seen, where it does not run out by itself; 0: for good
}

// The checks of a document, as ticked; worded by lang "proof.checks.<code>". The first four must all hold, or it is worth nothing.
const (
	Original     = "original"     // the thing itself, not a copy or a picture of it
	Undamaged    = "undamaged"    // nothing torn, written over, cut out or glued in
	InDate       = "in-date"      // where it runs out: it has not
	Agrees       = "agrees"       // name and date of birth are those of the record, or why not is known
	Looked       = "looked"       // everything of Look was found as it should be
	Trained      = "trained"      // whoever looked is trained to find forgeries, and has a template of this document
	Ultraviolet  = "ultraviolet"  // looked at under ultraviolet or infrared light
	Issuer       = "issuer"       // whoever issued it says that it is valid
	Chip         = "chip"         // the chip was read and its signature is its issuer's
	FaceLike     = "face-like"    // the person looks like the photo
	FaceCompared = "face-trained" // compared feature by feature, by somebody trained to
)

// uv, issuer and chip are what can be done beyond looking.
var (
	byIssuer = []string{Issuer}
	byLight  = []string{Ultraviolet, Issuer}
	byChip   = []string{Ultraviolet, Issuer, Chip}
)

// documents are those the counter takes, most used first.
var documents = []Document{
	{"passport", 4, true, true, true, []string{"watermark", "photo-page", "raised-print", "machine-line", "pages"}, byChip, 0},
	{"passport-no-chip", 3, true, true, true, []string{"watermark", "photo-page", "raised-print", "machine-line", "pages"}, byLight, 0},
	{"driving-licence", 3, true, true, true, []string{"tactile-name", "hologram", "laser-photo", "number-fits"}, byLight, 0},
	{"identity-card", 4, true, true, true, []string{"hologram", "laser-photo", "machine-line", "raised-print"}, byChip, 0},
	{"residence-permit", 4, true, true, true, []string{"hologram", "laser-photo", "machine-line", "raised-print"}, byChip, 0},
	{"travel-document", 4, true, true, true, []string{"watermark", "photo-page", "machine-line", "pages"}, byChip, 0},
	{"armed-forces", 3, true, true, true, []string{"hologram", "laser-photo"}, byLight, 0},
	{"electoral-card", 3, true, true, true, []string{"hologram", "laser-photo", "number-fits"}, byLight, 0},
	{"pass-card", 3, true, true, true, []string{"pass-hologram", "laser-photo", "card-edge"}, byLight, 0},
	{"citizen-card", 3, true, true, true, []string{"pass-hologram", "laser-photo", "card-edge"}, byLight, 0},
	{"bus-pass", 2, true, true, true, []string{"rose-hologram", "laser-photo", "card-edge"}, byIssuer, 0},
	{"blue-badge", 2, true, true, true, []string{"hologram", "laser-photo", "card-edge"}, byIssuer, 0},
	{"asylum-card", 2, true, true, true, []string{"hologram", "laser-photo", "reporting"}, byIssuer, 0},
	{"firearm-certificate", 2, true, true, true, []string{"watermark", "photo-stamped"}, byIssuer, 0},
	{"birth-certificate", 2, false, true, false, []string{"watermark", "registrar", "issued-when", "names-parents"}, byLight, 0},
	{"adoption-certificate", 2, false, true, false, []string{"watermark", "registrar", "names-parents"}, byLight, 0},
	{"marriage-certificate", 2, false, true, false, []string{"watermark", "registrar", "former-name"}, byLight, 0},
	{"deed-poll", 1, false, false, false, []string{"signed-witnessed", "former-name"}, byIssuer, 0},
	{"bank-statement", 2, false, true, false, []string{"letterhead", "last-3-months", "account-lives"}, byIssuer, 365},
	{"bank-card", 2, false, true, true, []string{"chip-and-signature", "card-edge"}, byIssuer, 0},
	{"council-tax-bill", 1, false, true, false, []string{"letterhead", "this-year", "address-agrees"}, byIssuer, 365},
	{"utility-bill", 1, false, true, false, []string{"letterhead", "last-3-months", "address-agrees"}, byIssuer, 365},
	{"tenancy", 2, false, false, false, []string{"both-signed", "landlord-known", "address-agrees"}, byIssuer, 365},
	{"mortgage-statement", 2, false, true, false, []string{"letterhead", "this-year", "address-agrees"}, byIssuer, 365},
	{"benefit-letter", 2, false, true, false, []string{"letterhead", "this-year", "address-agrees"}, byIssuer, 365},
	{"tax-letter", 2, false, true, false, []string{"letterhead", "this-year"}, byIssuer, 365},
	{"education-certificate", 2, false, true, false, []string{"watermark", "awarding-body"}, byIssuer, 0},
	{"school-letter", 1, false, false, false, []string{"letterhead", "last-3-months", "signed-by-head"}, byIssuer, 365},
	{"medical-card", 1, false, true, false, []string{"letterhead", "practice-known"}, byIssuer, 365},
	{"release-letter", 1, false, true, false, []string{"letterhead", "prison-number"}, byIssuer, 365},
}

// Documents are all documents the counter takes, most used first.
func Documents() []Document { return slices.Clone(documents) }

// DocumentNamed finds a document by its code.
func DocumentNamed(code string) (Document, bool) {
	i := slices.IndexFunc(documents, func(d Document) bool { return d.Code == code })
	if i < 0 {
		return Document{}, false
	}
	return documents[i], true
}

// Must are the checks without which the document is worth nothing.
func (d Document) Must() []string {
	must := []string{Original, Undamaged, Agrees}
	if d.Expires {
		must = append(must, InDate)
	}
	return must
}

// More are the checks that make it worth more, in the order they are made.
func (d Document) More() []string {
	more := append([]string{Looked, Trained}, d.Closer...)
	if d.Photo {
		more = append(more, FaceLike, FaceCompared)
	}
	return more
}

// Worth is what the document is worth by what was ticked, and what of Must is missing: then it is worth nothing. What cannot be checked
// on this document counts for nothing.
func (d Document) Worth(ticked []string) (w Worth, missing []string) {
	did := func(check string) bool { return slices.Contains(ticked, check) }
	for _, check := range d.Must() {
		if !did(check) {
			missing = append(missing, check)
		}
	}
	if len(missing) > 0 {
		return Worth{}, missing
	}
	can := func(check string) bool { return did(check) && slices.Contains(d.Closer, check) }
	w.Piece = Piece{d.Strength, 1}
	if did(Looked) && did(Trained) {
		w.Validity = 2
		switch {
		case can(Chip) && can(Issuer):
			w.Validity = 4
		case can(Ultraviolet), can(Issuer), can(Chip):
			w.Validity = 3
		}
	} else if can(Issuer) || can(Chip) {
		w.Validity = 2 // a register or a chip sees what an untrained eye does not
	}
	w.Verification = d.face(did)
	return w, nil
}

// face is what comparing the person with the photo is worth. A stranger's photo on a genuine document shows nothing of who holds it,
// so that it counts only where the document itself was looked at.
func (d Document) face(did func(string) bool) int {
	switch {
	case !d.Photo || !did(Looked):
		return 0
	case did(FaceCompared):
		return 3
	case did(FaceLike):
		return 2
	}
	return 0
}
