with open("boats.txt", "w") as f:
    f.write("the gull and the tern sail, gulls row and the tern sails to sea with the boat")
