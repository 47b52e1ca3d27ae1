import sqlite3

db = sqlite3.connect("staff.db")
names = [r[0] for r in db.execute("SELECT DISTINCT department FROM employees WHERE department IS NOT NULL ORDER BY id")]
db.execute("CREATE TABLE departments (id INTEGER PRIMARY KEY, name TEXT)")
db.executemany("INSERT INTO departments VALUES (?, ?)", enumerate(names, 1))
db.execute("ALTER TABLE employees ADD COLUMN department_id INTEGER")
db.execute("UPDATE employees SET department_id = (SELECT d.id FROM departments d WHERE d.name = employees.department)")
db.execute("ALTER TABLE employees DROP COLUMN department")
db.commit()
for name, mean in db.execute("""SELECT d.name, AVG(e.salary) FROM departments d JOIN employees e ON e.department_id = d.id
                                GROUP BY d.id ORDER BY d.name"""):
    print(f"{name} {mean:.2f}")
db.close()
