create table {erp}product (code text primary key, name text not null);
create table {erp}stock (company text not null, product text not null, quantity bigint not null check (quantity >= 0), primary key (company, product));
create table {erp}invoice (company text not null, number text not null, customer text not null, primary key (company, number));
create table {erp}invoice_line (company text not null, number text not null, line bigint not null, product text not null, quantity bigint not null,
	primary key (company, number, line));
