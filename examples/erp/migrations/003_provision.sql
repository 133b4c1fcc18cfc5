create table {erp}provision (event text primary key, company text not null, invoice text not null, units bigint not null);
create table {erp}account (company text primary key, units bigint not null);
insert into {erp}account values ('hanoi', 0), ('saigon', 0);
