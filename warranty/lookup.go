package warranty

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// What a registration is found by, and how many records a look-up reads at most however many are stored; the newest come first.
//
//	the card, the invoice as it is written    registration by_unit                        200
//	the serial, exactly and as misread        registration by_serial, by_fold             200 each
//	the first phone                           registration by_phone                       200
//	any further phone of the registration     warranty_phone, then each registration      20 and as many registrations
//	the name without marks                    registration by_name, near the date         200
//	the invoice number without symbol, zeros  registration by_number                      200
//	the tax code                              registration by_tax_code                    200
//	the words of a product                    warranty_product_word                       50 for each of 8 words
//	a product about a date                    registration by_product, near the date      200 for each of 3 products
//	a phone that nobody has, with a slip      registration by_phone                       3 for each of about 90 phones
//
// One value for each registration is a field of it. Only what has several values has rows of its own: [otherPhone] and [productWord].

// otherPhone leads from a phone that a registration has besides its first one to the registration. It is personal as a whole, so erasing the subject
// deletes it.
type otherPhone struct {
	ID           storage.ID[otherPhone]   `json:"id"`
	Version      int64                    `json:"version"`
	Phone        care.Phone               `json:"phone"`
	Delivered    calendar.Date            `json:"delivered"`
	Registration storage.ID[Registration] `json:"registration"`
	Subject      string                   `json:"subject,omitempty"`
}

// productWord leads from a word of a product's name, without marks, to the product.
type productWord struct {
	ID      storage.ID[productWord] `json:"id"`
	Version int64                   `json:"version"`
	Word    string                  `json:"word"`
	Product care.ProductRef         `json:"product"`
}

// putRegistrations saves registrations, new ones and changed ones, with what they are found by. Nothing else writes registrations, so a look-up leads to
// what is there and to nothing else.
func putRegistrations(ctx context.Context, tx storage.Tx, rs []Registration) ([]Registration, error) {
	for i := range rs {
		rs[i].derive()
		if rs[i].Version == 0 {
			continue
		}
		old, err := registrations.Get(ctx, tx, rs[i].ID)
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return rs, err
		}
		if err == nil && !sameOthers(old, rs[i]) {
			if err := deleteOtherPhones(ctx, tx, old); err != nil {
				return rs, err
			}
		}
	}
	saved, err := registrations.PutAll(ctx, tx, rs)
	if err != nil {
		return saved, err
	}
	return saved, putOtherPhones(ctx, tx, saved)
}

// others are the phones that have rows.
func (r Registration) others() []care.Phone {
	if len(r.Phones) < 2 {
		return nil
	}
	return r.Phones[1:]
}

func sameOthers(a, b Registration) bool {
	return slices.Equal(a.others(), b.others()) && a.Delivered == b.Delivered && a.Subject == b.Subject
}

func putOtherPhones(ctx context.Context, tx storage.Tx, rs []Registration) error {
	var rows []otherPhone
	for _, r := range rs {
		for _, p := range r.others() {
			row := otherPhone{Phone: p, Delivered: r.Delivered, Registration: r.ID, Subject: r.Subject}
			if r.Version > 1 { // it may have its row from before
				if _, err := otherPhones.One(ctx, tx, row.key()); !errors.Is(err, storage.ErrNotFound) {
					if err != nil {
						return err
					}
					continue
				}
			}
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := otherPhones.PutAll(ctx, tx, rows)
	return err
}

func deleteOtherPhones(ctx context.Context, tx storage.Tx, r Registration) error {
	for _, p := range r.others() {
		row, err := otherPhones.One(ctx, tx, otherPhone{Phone: p, Delivered: r.Delivered, Registration: r.ID}.key())
		if errors.Is(err, storage.ErrNotFound) { // erased
			continue
		}
		if err == nil {
			err = otherPhones.Delete(ctx, tx, row)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p otherPhone) key() storage.Key[otherPhone] {
	return byOtherPhone.Key(p.Phone, p.Delivered, p.Registration)
}

// maxWords is how many words of a product's name, and of what a customer says, are looked at.
const maxWords = 8

// wordsOf are the first words of a text without marks, each once.
func wordsOf(text string) (words []string) {
	for word := range strings.FieldsSeq(keyOfName(text)) {
		if !slices.Contains(words, word) {
			if words = append(words, word); len(words) == maxWords {
				break
			}
		}
	}
	return words
}

// words are what a product is found by: those of its name in both languages, and its code.
func (c Coverage) words() (words []string) {
	for _, text := range []string{c.Name.VI, c.Name.EN, string(c.Product)} {
		for _, word := range wordsOf(text) {
			if !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	return words
}

// putWords replaces the words of a product.
func putWords(ctx context.Context, tx storage.Tx, of care.ProductRef, old, now []string) error {
	var rows []productWord
	for _, word := range now {
		if !slices.Contains(old, word) {
			rows = append(rows, productWord{Word: word, Product: of})
		}
	}
	for _, word := range old {
		if slices.Contains(now, word) {
			continue
		}
		row, err := productWords.One(ctx, tx, byWord.Key(word, of))
		if err == nil {
			err = productWords.Delete(ctx, tx, row)
		}
		if err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := productWords.PutAll(ctx, tx, rows)
	return err
}
