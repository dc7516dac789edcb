package accounts

// The number of a power of attorney or an order is kept sealed, and found again only by its finger.
func (r *Register) sealDocument(number string) []byte {
	if number == "" {
		return nil
	}
	return r.Seal(mandateDocument, number)
}

func (r *Register) fingerDocument(number string) []byte {
	if number == "" {
		return nil
	}
	return r.Finger(mandateDocument, number)
}

const mandateDocument = "mandates.document"
